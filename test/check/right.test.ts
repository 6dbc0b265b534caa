import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkable } from '../../src/contract/checkable.ts';
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
    const problems = report.steps.flatMap(({ problem, mark }) =>
      problem && mark !== 'tip' ? [problem] : [],
    );
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
