import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { leaveTheirCore, type Server, startCourse } from '../bench/servers.ts';
import { openLoop } from './open-loop.ts';
import { type Row, runAlone } from './part.ts';

const limit = 10_000;
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const post = 'POST /ex5/api/user HTTP/1.1\r\nHost: x\r\n';
const json = 'Content-Type: application/json\r\n';

/** What slow visitors send at first, and every half second from then on. */
const visitors: [what: string, first: string, more: string][] = [
  ['sends nothing', '', ''],
  ['sends a header in pieces', 'GET /ex1/ HTTP/1.1\r\nX: ', 'x'],
  ['sends a body in pieces', `${post}${json}Content-Length: 9999\r\n\r\n`, ' '],
  ['asks nothing more', get('/ex1/'), ''],
  ['reads no answer', get('/public/site.css').repeat(10_000), ''],
];

/**
 * Slow visitors of five kinds, beside two thousand idle ones: they are cut off
 * in time, others hardly notice them, and the memory comes back. It takes half
 * a minute.
 */
export async function run(): Promise<Row[]> {
  leaveTheirCore();
  const server = await startCourse('slow');
  const calm = { rate: 50, seconds: 5, connections: 8 };
  await openLoop(server.port, '/ex1/', calm);
  const before = await openLoop(server.port, '/ex1/', calm);
  const memory = memoryOf(server);

  const rows = visitors.map(async ([what, first, more]): Promise<Row> => {
    const lasted = await visit(server, first, more, what === 'reads no answer');
    const held = lasted < limit + 2_500;
    return { what, figure: `cut after ${(lasted / 1000).toFixed(1)} s`, held };
  });
  const idle = Array.from({ length: 2_000 }, () => open(server));
  const during = await openLoop(server.port, '/ex1/', calm);
  const cut = await Promise.all(rows);
  await Promise.all(idle.map(({ closed }) => closed));
  await sleep(1_000);
  const more = memoryOf(server) - memory;
  await server.stop();
  const p99 = [before, during].map(({ times }) => {
    const list = times.get(200) ?? [];
    return list[Math.floor(list.length * 0.99)] ?? 0;
  });
  return [
    ...cut,
    { what: 'idle connections cut', figure: `${idle.length}`, held: true },
    {
      what: "others' p99 before and during",
      figure: p99.map((time) => `${time.toFixed(1)} ms`).join(', '),
      held: true,
    },
    {
      what: 'memory that stayed',
      figure: `${more.toFixed(0)} MB`,
      held: more < 100,
    },
  ];
}

function open({ port }: Server): { socket: Socket; closed: Promise<unknown> } {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const closed = Promise.race([once(socket, 'close'), sleep(3 * limit)]);
  return { socket: socket.resume(), closed };
}

/** Milliseconds until the server ends the connection. */
async function visit(
  server: Server,
  first: string,
  more: string,
  isDeaf: boolean,
) {
  const { socket, closed } = open(server);
  const start = performance.now();
  socket.write(first);
  const timer = setInterval(() => socket.write(more), 500);
  if (isDeaf) {
    // Whoever does not read learns late that nothing more comes.
    socket.pause();
    setTimeout(() => socket.resume(), limit + 1_500);
  }
  await closed;
  clearInterval(timer);
  return performance.now() - start;
}

function memoryOf({ pid }: Server): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

if (import.meta.main) await runAlone(run);
