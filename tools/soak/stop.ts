import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Server, startCourse } from '../bench/servers.ts';
import { type Options, type Row, runAlone } from './part.ts';

const form = { name: '종규', age: '17', food: '라면' };
const asked: Asked[] = [
  { path: '/ex5/' },
  { path: '/ex1/' },
  { path: '/ex2-3/submit', body: `${new URLSearchParams(form)}` },
  // 60 KB or so: the longest page.
  { path: '/source/README.md' },
];

interface Asked {
  path: string;
  body?: string;
}

/** What came of the requests of all stops. */
const counts = { stops: 0, answers: 0, reset: 0, failed: 0, slowest: 0 };

/**
 * SIGTERM under eight clients, on each of four pages in turn, half of the time
 * over connections that are kept: nothing that was accepted is broken off or
 * told to come back later.
 */
export async function run({ seconds }: Options): Promise<Row[]> {
  // Each server that was started deletes its data at exit.
  process.setMaxListeners(0);
  const end = performance.now() + seconds * 1000;
  for (let time = 0; performance.now() < end; time += 1) {
    const keepAlive = Math.floor(time / asked.length) % 2 === 0;
    const server = await startCourse(`stop ${time}`);
    await stop(server, asked[time % asked.length] as Asked, keepAlive);
  }
  const { stops, answers, reset, failed, slowest } = counts;
  return [
    { what: 'stops under load', figure: `${stops}`, held: stops > 0 },
    { what: 'requests answered', figure: `${answers}`, held: answers > stops },
    { what: 'connections reset', figure: `${reset}`, held: reset === 0 },
    { what: 'answers 500 and more', figure: `${failed}`, held: failed === 0 },
    {
      what: 'slowest stop',
      figure: `${Math.round(slowest)} ms`,
      held: slowest < 2000,
    },
  ];
}

async function stop(server: Server, asked: Asked, keepAlive: boolean) {
  const clients = Array.from({ length: 8 }, async () => {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    while (await ask(server.port, asked, agent));
    agent.destroy();
  });
  await sleep(300 + 200 * Math.random());
  const start = performance.now();
  await server.stop();
  counts.slowest = Math.max(counts.slowest, performance.now() - start);
  counts.stops += 1;
  await Promise.all(clients);
}

/** Whether to go on: the connection was not refused. */
async function ask(port: number, { path, body }: Asked, agent: Agent) {
  const client = request({
    ...{ host: '127.0.0.1', port, path, agent },
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  });
  try {
    client.end(body);
    const [response] = await once(client, 'response');
    for await (const _ of response);
    counts.answers += 1;
    if (response.statusCode >= 500) counts.failed += 1;
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECONNREFUSED') counts.reset += 1;
    return false;
  }
}

if (import.meta.main) await runAlone(run);
