import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from '../../src/contract/send.ts';
import { type Code, type Problem, problem } from './problem.ts';

/** Why an answer's JSON is not what was expected. */
export function diagnoseJson({ body }: Exchange, gives: unknown): Problem {
  const isList = Array.isArray(gives);
  const isAnyList = isList && gives.length === 0;
  const expected = isAnyList
    ? '사용자의 배열(JSON): [{"id": …, "name": …, "age": …}, …]'
    : JSON.stringify(gives);
  const explain = (code: Code, word = '') =>
    problem(code, expected, body || '(빈 본문)', word);

  if (body.trim() === '') return explain('empty-body');
  if (/^\s*</.test(body)) return explain('html-for-json');
  let found: unknown;
  try {
    found = JSON.parse(body);
  } catch {
    return explain('not-json');
  }
  if (found === null) return explain('null');
  if (isList && !Array.isArray(found)) return explain('wrapped');
  if (Array.isArray(found)) {
    if (!isList) return explain('shape');
    const isText = found.some((one) => typeof Object(one).age === 'string');
    return isText ? explain('text-for-number', 'age') : explain('not-in-list');
  }
  for (const [key, value] of Object.entries(Object(gives))) {
    const other = Object(found)[key];
    if (isDeepStrictEqual(other, value)) continue;
    if (other === undefined) return explain('no-key', key);
    const isText = typeof value === 'number' && typeof other === 'string';
    return explain(isText ? 'text-for-number' : 'value', key);
  }
  return explain('shape');
}
