import { describe, expect, test } from 'vitest';
import { readLies } from './lies.ts';
import { change, judge, runWhole, writeServer, wrongIn } from './servers.ts';

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
