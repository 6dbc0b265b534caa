import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from '../../src/contract/send.ts';
import { type Problem, problem } from './problem.ts';

/** Why an answer's JSON is not what was expected. */
export function diagnoseJson({ body }: Exchange, gives: unknown): Problem {
  const isList = Array.isArray(gives);
  const wanted = Array.isArray(gives) && gives.length === 0;
  const expected = wanted
    ? '사용자의 배열(JSON): [{"id": …, "name": …, "age": …}, …]'
    : JSON.stringify(gives);
  const explain = (code: Parameters<typeof problem>[0], word = '') =>
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
  if (typeof found !== 'object') return explain('shape');
  return explainValues(found, Object(gives), explain);
}

function explainValues(
  found: object,
  gives: object,
  explain: (
    code: 'no-key' | 'text-for-number' | 'value' | 'shape',
    word: string,
  ) => Problem,
): Problem {
  for (const [key, value] of Object.entries(gives)) {
    const other = (found as Record<string, unknown>)[key];
    if (isDeepStrictEqual(other, value)) continue;
    if (other === undefined) return explain('no-key', key);
    const isText = typeof value === 'number' && typeof other === 'string';
    return explain(isText ? 'text-for-number' : 'value', key);
  }
  return explain('shape', '');
}
