import { describe, expect, test } from 'vitest';
import { readLies } from './lies.ts';
import {
  change,
  judge,
  run,
  runWhole,
  writeServer,
  wrongIn,
} from './servers.ts';

describe.each(['twin', 'unlike'] as const)('a lying server (%s)', (kind) => {
  const table = kind === 'twin' ? 'lies-flask.txt' : 'lies-node.txt';
  test.each(readLies(table))('of $exercise: $why', async (lie) => {
    const folder = writeServer(kind, lie.exercise);
    change(folder, lie);
    const { port } = await runWhole(kind, lie.exercise, folder);
    const report = await judge(lie.exercise, port);
    expect(wrongIn(report)[0]).toBe(lie.told);
    expect(report.status).toBe(1);
  });
});

test('a server of ex5 that forgets all when it ends', async () => {
  const folder = writeServer('unlike', 'ex5');
  const settings = { FILE: ':memory:' };
  const first = await run(folder, settings);
  expect((await judge('ex5', first.port)).status).toBe(0);
  await first.end();
  const { port } = await run(folder, settings);
  const again = await judge('ex5', port, 'after-restart');
  expect([again.status, again.steps[0]?.problem?.code]).toEqual([
    1,
    'not-kept',
  ]);
});
