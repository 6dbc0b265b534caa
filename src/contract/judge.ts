import { isDeepStrictEqual } from 'node:util';
import { findEncoding, hasPart, isStockPage, readText } from './page.ts';
import type { Exchange } from './send.ts';
import { type Answer, type Step, statusesOf } from './step.ts';

/** One thing that is not as the step says. */
export interface Wrong {
  /** What was looked at. */
  what:
    | 'answer'
    | 'status'
    | 'encoding'
    | 'text'
    | 'part'
    | 'stock'
    | 'json'
    | 'header';
  expected: string;
  /** What there was instead: a text may be long. */
  found: string;
}

/** Everything that is wrong with the answer to a step; nothing if it is kept. */
export function judge(step: Step, exchange: Exchange): Wrong[] {
  const { status, failure, body } = exchange;
  if (failure) return [{ what: 'answer', expected: '', found: failure }];
  const wrong = judgeStatus(statusesOf(step), status);
  const encoding = findEncoding(exchange);
  if (encoding) wrong.push({ what: 'encoding', expected: '', found: encoding });
  const text = readText(exchange);
  for (const expected of step.see ?? []) {
    if (count(text, expected) === 0) {
      wrong.push({ what: 'text', expected, found: text });
    }
  }
  for (const part of step.has ?? []) {
    if (!hasPart(exchange, part)) {
      wrong.push({ what: 'part', expected: part, found: text });
    }
  }
  if (step.own && wrong.length === 0 && isStockPage(exchange)) {
    wrong.push({ what: 'stock', expected: '', found: text });
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

/** Where a success is asked for, 200, 201 and 204 are the same to a person. */
function judgeStatus(right: number[], found: number): Wrong[] {
  const isSuccess = (status = 0) => status >= 200 && status < 300;
  if (right.includes(found)) return [];
  if (isSuccess(right[0]) && isSuccess(found)) return [];
  return [{ what: 'status', expected: right.join(', '), found: `${found}` }];
}

/**
 * How often a person finds the words in a text: blanks, colons and the like
 * are layout, and a number is a whole one (8 is not in 18).
 */
export function count(text: string, expected: string): number {
  const words = expected
    .normalize()
    .split(/[\s:：|,·()]+/)
    .filter(Boolean);
  const escaped = words.map((word) => word.replace(/[^\p{L}\d]/gu, '\\$&'));
  const start = /^\d/.test(words[0] ?? '') ? '(?<![\\d.])' : '';
  const end = /\d$/.test(words.at(-1) ?? '') ? '(?!\\.?\\d)' : '';
  const pattern = start + escaped.join(separator.source) + end;
  return [...text.normalize().matchAll(new RegExp(pattern, 'g'))].length;
}

/** What stands between a label and its value is layout. */
const separator = /[\s:：|,·()]*/;

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
