import { findEncoding, hasPart, isStockPage, readText } from './page.ts';
import { type Exchange, parseJson } from './send.ts';
import { type Step, statusesOf } from './step.ts';

/** One thing that is not as the step says. */
export interface Wrong {
  /** What was looked at. */
  what: 'answer' | 'status' | 'encoding' | 'text' | 'part' | 'stock' | 'json';
  expected: string;
  /** What there was instead: a text may be long. */
  found: string;
}

/** Everything that is wrong with the answer to a step; nothing if it is kept. */
export function judge(step: Step, exchange: Exchange): Wrong[] {
  const { status, failure, body } = exchange;
  const wrong: Wrong[] = [];
  const add = (what: Wrong['what'], expected: string, found: string) =>
    wrong.push({ what, expected, found });
  if (failure) {
    add('answer', '', failure);
    return wrong;
  }
  // Where a success is asked for, 200, 201 and 204 are the same to a person.
  const right = statusesOf(step);
  const isSuccess = [right[0], status].every((it) => it >= 200 && it < 300);
  if (!isSuccess && !right.includes(status)) {
    add('status', right.join(', '), `${status}`);
  }
  const encoding = findEncoding(exchange);
  if (encoding) add('encoding', '', encoding);
  const text = readText(exchange);
  for (const expected of step.see ?? []) {
    if (count(text, expected) === 0) add('text', expected, text);
  }
  for (const part of step.has ?? []) {
    if (!hasPart(exchange, part)) add('part', part, text);
  }
  if (step.own && wrong.length === 0 && isStockPage(exchange)) {
    add('stock', '', text);
  }
  if (step.gives !== undefined && !contains(parseJson(body), step.gives)) {
    add('json', JSON.stringify(step.gives), body);
  }
  return wrong;
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
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      expected.every((value) => found.some((other) => contains(other, value)))
    );
  }
  if (typeof expected !== 'object' || !expected) return found === expected;
  if (typeof found !== 'object' || !found) return false;
  const values = found as Record<string, unknown>;
  return Object.entries(expected).every(([key, value]) =>
    contains(values[key], value),
  );
}
