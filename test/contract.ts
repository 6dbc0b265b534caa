import { expect } from 'vitest';
import { judge } from '../src/contract/judge.ts';
import { type Exchange, perform } from '../src/contract/send.ts';
import {
  type Answer,
  type Kept,
  requestLine,
  type Step,
} from '../src/contract/step.ts';
import type { Task } from '../src/contract/task.ts';

/**
 * Does the steps of a contract in their order, and expects every answer to
 * be what its step says.
 *
 * @param base the exercise's address, with a slash at the end
 * @param apiBase the same for `api/...`, where another server answers it
 */
export async function expectToKeep(
  contract: Step[],
  base: string,
  apiBase = base,
) {
  expect(contract).not.toHaveLength(0);
  const kept: Kept = {};
  for (const step of contract) {
    const isApi = requestLine(step).path.startsWith('api/');
    const answer = (await perform(step, isApi ? apiBase : base, kept)).at(-1);
    if (answer) expect(judge(step, answer), step.do).toEqual([]);
  }
}

/** What keeps an answer from showing one side of a difference, or a task. */
export function missingIn(
  exchange: Exchange,
  { status = 200, headers = {}, body = [] }: Answer,
): string[] {
  const expected = [
    [`${exchange.status}`, `${status}`],
    ...Object.entries(headers).map(([name, text]) => [
      String(exchange.headers[name] ?? ''),
      text,
    ]),
    ...body.map((text) => [exchange.body, text]),
  ];
  return expected
    .filter(([found = '', text = '']) => !found.includes(text))
    .map(([, text = '']) => text);
}

/** Everything that keeps the answer from showing what the task says. */
export async function judgeTask(
  { first = [], request, shows = {} }: Task,
  base: string,
) {
  for (const before of first) await perform({ do: '', ...before }, base, {});
  const step = { do: '', ...request };
  const answer = (await perform(step, base, {})).at(-1);
  if (!answer) throw new Error('no answer');
  return missingIn(answer, shows);
}
