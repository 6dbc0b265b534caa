import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { fastify } from 'fastify';
import { type Answer, ask, load } from './load.ts';
import {
  cpuSeconds,
  leaveTheirCore,
  readCalls,
  type Server,
  startBare,
  startCourse,
} from './servers.ts';

// What the course costs: the server as users start it, against bare Fastify
// and bare node:http that send the same bodies and content types, and against
// bare Fastify that sends the course's other headers too. The servers take
// turns, a fifth of a second each, so that whatever else the machine does meets
// them alike, and a ratio is taken within one round. It takes two minutes, with
// --quick half one. Linux only.

const { values } = parseArgs({ options: { quick: { type: 'boolean' } } });
const rounds = values.quick ? 8 : 32;
const milliseconds = 200;
const page = '/ex2-2/';
const paths = ['/ex1/', '/ex4/api/users', page, '/ex5/api/user/1'];

/** One turn of one server on one path. */
interface Turn {
  server: Server;
  path: string;
  /** Requests answered per second. */
  rate: number;
  /** Requests answered per second of the server's processor time. */
  cpuRate: number;
  /** Calls of read() a request. */
  reads: number;
}

process.once('SIGINT', () => process.exit(130));
const course = await startCourse();
await addUser(course);
const answers: Record<string, Answer> = {};
const plain: Record<string, Answer> = {};
for (const path of paths) {
  const { headers, body, size } = await ask(course.port, path);
  // These are the connection's own; each server sends them by itself.
  const { date, connection, 'keep-alive': _, ...own } = headers;
  answers[path] = { headers: own, body, size };
  const type = { 'content-type': own['content-type'] as string };
  plain[path] = { headers: type, body, size };
}
const others = [
  await startBare('bare Fastify', 'fastify', plain),
  await startBare('with headers', 'fastify', answers),
  await startBare('bare node:http', 'node:http', plain),
];
const servers = [course, ...others];
leaveTheirCore();

// V8 compiles what is hot before anything counts.
for (const server of [...servers, ...servers]) {
  for (const path of paths) await takeTurn(server, path);
}
const turns: Turn[] = [];
for (let round = 0; round < rounds; round += 1) {
  for (const path of paths) {
    for (let turn = 0; turn < servers.length; turn += 1) {
      const server = servers[(round + turn) % servers.length] as Server;
      turns.push(await takeTurn(server, path));
    }
  }
}
report();
process.exit();

async function addUser({ port }: Server) {
  const response = await fetch(`http://127.0.0.1:${port}/ex5/api/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '종규', age: 17 }),
  });
  if (response.status !== 201) throw new Error(await response.text());
}

async function takeTurn(server: Server, path: string): Promise<Turn> {
  const { headers, body, size } = await ask(server.port, path);
  const expected = plain[path] as Answer;
  if (
    body !== expected.body ||
    headers['content-type'] !== expected.headers['content-type']
  ) {
    throw new Error(`${server.name} answers ${path} differently.`);
  }
  const cpu = cpuSeconds(server);
  const reads = readCalls(server);
  const done = await load(server.port, path, size, milliseconds);
  return {
    server,
    path,
    rate: done.answers / done.seconds,
    cpuRate: done.answers / (cpuSeconds(server) - cpu),
    reads: (readCalls(server) - reads) / done.answers,
  };
}

function report() {
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores`);
  console.log(`Node ${process.version}, Fastify ${fastify().version}`);
  console.log(`${rounds} rounds; median (quartiles)`);

  writeRatios('requests/s', (turn) => turn.rate);
  // The same, unless other programs take their part of the machine.
  writeRatios('requests/s of CPU', (turn) => turn.cpuRate);

  writeRow('', [`read() a GET ${page}`]);
  for (const server of servers) {
    const reads = turnsOf(server, page).map((turn) => turn.reads);
    writeRow(server.name, [summary(reads, 2)]);
  }
}

/** A row a path: the course's figure, and its ratio to each other server's. */
function writeRatios(title: string, figure: (turn: Turn) => number) {
  writeRow('', [title, ...others.map(({ name }) => `/ ${name}`)]);
  for (const path of paths) {
    const own = turnsOf(course, path).map(figure);
    const ratios = others.map((server) => {
      const theirs = turnsOf(server, path).map(figure);
      return own.map((rate, round) => rate / (theirs[round] as number));
    });
    const cells = ratios.map((ratio) => summary(ratio, 2));
    writeRow(`GET ${path}`, [summary(own, 0), ...cells]);
  }
  console.log();
}

function turnsOf(server: Server, path: string): Turn[] {
  return turns.filter((turn) => turn.server === server && turn.path === path);
}

function summary(figures: number[], digits: number): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const [first, median, third] = [0.25, 0.5, 0.75].map((part) =>
    sorted[Math.floor(part * sorted.length)]?.toFixed(digits),
  );
  return `${median} (${first}..${third})`;
}

function writeRow(name: string, cells: string[]) {
  const padded = cells.map((cell) => cell.padStart(22));
  console.log(name.padEnd(20) + padded.join(''));
}
