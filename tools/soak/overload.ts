import { readFileSync } from 'node:fs';
import {
  cpuSeconds,
  leaveTheirCore,
  type Server,
  startCourse,
} from '../bench/servers.ts';
import { type Outcome, openLoop } from './open-loop.ts';
import { type Options, type Row, runAlone } from './part.ts';

const turns = 5;

/**
 * Three times what the server can do, over 200 connections, on ex5's front and
 * its API. Goodput is counted by the server's processor time, which other
 * programs on the machine cannot take away.
 */
export async function run({ seconds }: Options): Promise<Row[]> {
  leaveTheirCore();
  const server = await startCourse('overload');
  await fetch(`http://127.0.0.1:${server.port}/ex5/api/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"종규","age":17}',
  });
  const rows: Row[] = [];
  for (const path of ['/ex5/', '/ex5/api/user/1']) {
    rows.push(...(await overload(server, path, seconds / 6)));
  }
  await server.stop();
  return rows;
}

/** Best and overload take turns: a busy machine changes within seconds. */
async function overload(server: Server, path: string, seconds: number) {
  const turn = seconds / turns;
  const few = { rate: 100_000, seconds: turn, connections: 8 };
  // V8 compiles what is hot before anything counts.
  await measure(server, path, { ...few, seconds });
  const pairs = [];
  for (let count = 0; count < turns; count += 1) {
    const best = await measure(server, path, few);
    const rate = 3 * best.goodput;
    pairs.push({
      best,
      much: await measure(server, path, { rate, seconds: turn }),
    });
  }
  const best = median(pairs.map((pair) => pair.best.goodput));
  const kept = median(pairs.map((p) => p.much.goodput / p.best.goodput));
  const memory = median(pairs.map((p) => p.much.memory / p.best.memory));
  const shed = median(pairs.flatMap(({ much }) => much.times.get(503) ?? []));
  const reset = pairs.reduce((sum, { much }) => sum + much.reset, 0);
  const after = await measure(server, path, { rate: best / 4, seconds: 1 });
  const lost = after.times.get(503)?.length ?? 0;
  const row = (what: string, figure: string, held: boolean): Row => {
    return { what: `${path} ${what}`, figure, held };
  };
  return [
    row('best, answers per CPU second', best.toFixed(0), true),
    row('kept at three times that', `${(kept * 100).toFixed(0)} %`, kept > 0.9),
    row('refused, median', `${shed.toFixed(1)} ms`, shed < 20),
    row('memory', `${memory.toFixed(2)} times`, memory < 1.5),
    row('reset', `${reset}`, reset === 0),
    row('refused in the second afterwards', `${lost}`, lost === 0),
  ];
}

async function measure(
  server: Server,
  path: string,
  how: Record<string, number>,
): Promise<Outcome & { goodput: number; memory: number }> {
  const cpu = cpuSeconds(server);
  const outcome = await openLoop(server.port, path, how);
  const answers = outcome.times.get(200)?.length ?? 0;
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const memory = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  return { ...outcome, goodput: answers / (cpuSeconds(server) - cpu), memory };
}

function median(figures: number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
}

if (import.meta.main) await runAlone(run);
