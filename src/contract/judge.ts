import { isDeepStrictEqual } from 'node:util';
import { type DefaultTreeAdapterTypes as Html, parse } from 'parse5';
import type { Exchange } from './send.ts';
import { type Answer, type Step, statusesOf } from './step.ts';

/** One thing that is not as the step says. */
export interface Wrong {
  /** What was looked at. */
  what: 'answer' | 'status' | 'text' | 'json' | 'header';
  expected: string;
  /** What there was instead: a text may be long. */
  found: string;
}

/** Everything that is wrong with the answer to a step; nothing if it is kept. */
export function judge(step: Step, exchange: Exchange): Wrong[] {
  const { status, failure, body } = exchange;
  if (failure) return [{ what: 'answer', expected: '', found: failure }];
  const wrong = judgeStatus(statusesOf(step), status);
  const text = readText(exchange);
  for (const expected of step.see ?? []) {
    if (!text.includes(expected)) {
      wrong.push({ what: 'text', expected, found: text });
    }
  }
  if (step.gives !== undefined && !contains(parseJson(body), step.gives)) {
    const expected = JSON.stringify(step.gives);
    wrong.push({ what: 'json', expected, found: body });
  }
  return wrong;
}

/** Everything that keeps an answer from showing one side of a difference. */
export function judgeAnswer(answer: Answer, exchange: Exchange): Wrong[] {
  const { status, headers, body, failure } = exchange;
  if (failure) return [{ what: 'answer', expected: '', found: failure }];
  const wrong = judgeStatus([answer.status ?? 200], status);
  for (const [name, expected] of Object.entries(answer.headers ?? {})) {
    const found = String(headers[name] ?? '');
    if (!found.includes(expected)) {
      wrong.push({ what: 'header', expected: `${name}: ${expected}`, found });
    }
  }
  for (const expected of answer.body ?? []) {
    if (!body.includes(expected)) {
      wrong.push({ what: 'text', expected, found: body });
    }
  }
  return wrong;
}

function judgeStatus(right: number[], found: number): Wrong[] {
  if (right.includes(found)) return [];
  return [{ what: 'status', expected: right.join(', '), found: `${found}` }];
}

/** What a person reads: of a page, the text in its body with single blanks. */
export function readText({ headers, body }: Exchange): string {
  if (!headers['content-type']?.includes('html')) return body;
  const words: string[] = [];
  const visit = (node: Html.Node) => {
    if ('value' in node) words.push(node.value);
    if (/^(head|script|style|template)$/.test(node.nodeName)) return;
    // Words in two blocks are two words, those in two inline tags may be one.
    const isInline = /^(#text|a|b|code|em|i|mark|small|span|strong|u)$/;
    if (!isInline.test(node.nodeName)) words.push('\n');
    if ('childNodes' in node) node.childNodes.forEach(visit);
    if (!isInline.test(node.nodeName)) words.push('\n');
  };
  visit(parse(body));
  return words.join('').replace(/\s+/g, ' ').trim();
}

/**
 * Whether a value has all that is expected: an object may have further
 * fields, and a list further values.
 */
function contains(found: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) {
    return isDeepStrictEqual(found, expected);
  }
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      expected.every((value) => found.some((other) => contains(other, value)))
    );
  }
  return Object.entries(expected).every(([key, value]) =>
    contains((found as Record<string, unknown>)[key], value),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
