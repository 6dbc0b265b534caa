import { expect } from 'vitest';
import { type Kept, type Step, send } from '../src/contract.ts';

/**
 * Sends the steps of a contract in their order, and expects every answer to
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
    const isApi = step.path.startsWith('api/');
    expectAnswer(await send(step, isApi ? apiBase : base, kept), step);
  }
}

/** Expects one answer to be what its step says. */
export function expectAnswer(
  { status, headers, text }: Awaited<ReturnType<typeof send>>,
  { title, expect: expected }: Step,
) {
  expect(status, title).toBe(expected.status);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    expect(headers.get(name), title).toContain(value);
  }
  for (const word of expected.words ?? []) {
    expect(text, title).toContain(word);
  }
  if (expected.json !== undefined) {
    expect(JSON.parse(text), title).toMatchObject(expected.json as object);
  }
}
