import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkable } from '../../src/contract/checkable.ts';
import { newUsersTable } from '../programs.ts';
import { freePort } from '../support.ts';
import { judge, type Kind, run, runWhole, writeServer } from './servers.ts';

const ids = Object.keys(checkable);
const lectures = ids.filter((id) =>
  existsSync(join(import.meta.dirname, 'lecture', id)),
);

describe.each<[Kind, string[]]>([
  ['twin', ids.filter((id) => id !== 'ex5')],
  ['ours', ids],
  ['unlike', ids],
  ['lecture', lectures],
])('the right server (%s)', (kind, ids) => {
  test.each(ids)('of %s is told that all is right', async (id) => {
    const { port } = await runWhole(kind, id, writeServer(kind, id));
    const report = await judge(id, port);
    const marks = report.steps.map((step) => `${step.mark} ${step.do}`);
    const problems = report.steps.flatMap(({ problem }) => problem ?? []);
    expect([problems, report.problem]).toEqual([[], undefined]);
    expect(report.status, marks.join('\n')).toBe(0);
  });
});

test('ex5 is right where its user outlives a restart', async () => {
  const folder = writeServer('ours', 'ex5');
  const first = await run(folder);
  expect((await judge('ex5', first.port)).status).toBe(0);
  await first.end();
  const { port } = await run(folder);
  const again = await judge('ex5', port, 'after-restart');
  expect(again.status).toBe(0);
  // It has deleted the user, so that a second time finds nothing.
  expect((await judge('ex5', port, 'after-restart')).status).toBe(1);
});

// As in the lecture: the API on the internal port, and the front unchanged.
test('the twins of ex5 are right on two ports', async () => {
  const internal = await freePort();
  await run(writeServer('twin', 'ex5'), await newUsersTable(), internal);
  const front = internal - 10_000;
  const API_URL = `http://127.0.0.1:${internal}`;
  await run(writeServer('twin', 'ex4-2'), { API_URL }, front);
  const report = await judge('ex5', front);
  expect(report.steps.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  expect(report.status).toBe(0);
});

test.each(['ex4', 'ex4-2', 'ex5'])('%s is left as it was', async (id) => {
  const api = await run(writeServer('unlike', id === 'ex5' ? id : 'ex4'));
  const url = `http://127.0.0.1:${api.port}/api/user`;
  // A user of the reader's own, just like the one that the check adds.
  const body = JSON.stringify({ name: 'Kang', age: 20 });
  await fetch(url, { method: 'POST', body });
  const read = async () => (await fetch(`${url}s`)).json();
  const before = await read();
  const settings = { API_URL: `http://127.0.0.1:${api.port}` };
  const isFront = id === 'ex4-2';
  const front = isFront ? await run(writeServer('unlike', id), settings) : api;
  expect((await judge(id, front.port)).status).toBe(0);
  if (id === 'ex5') await judge(id, front.port, 'after-restart');
  expect(await read()).toEqual(before);
});
