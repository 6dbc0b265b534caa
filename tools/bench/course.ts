import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { fastify } from 'fastify';
import { createConnection } from 'mysql2/promise';
import { findMysqld, startMysql } from '../../test/mysql.ts';
import { type Answer, ask, load } from './load.ts';
import {
  cpuSeconds,
  leaveTheirCore,
  readCalls,
  type Server,
  startBare,
  startCourse,
} from './servers.ts';

// What the course costs: the server as users start it, against others that send
// the same bodies and content types: bare Fastify (with the course's other
// headers, too), bare node:http, Express with helmet and pino-http, and Flask
// under gunicorn. Where there is MySQL, all of them read the user from it.
// They take turns, a fifth of a second each, so that whatever else the machine
// does meets them alike, and a ratio is taken within one round. They are started
// anew several times: by chance, one process of a program is up to a fifth
// faster than the next. It takes three minutes, with --quick one. Linux only.

const { values } = parseArgs({ options: { quick: { type: 'boolean' } } });
const starts = values.quick ? 1 : 3;
const rounds = values.quick ? 3 : 5;
const milliseconds = 200;
const page = '/ex2-2/';
const paths = ['/ex1/', '/ex4/api/users', page, '/ex5/api/user/1'];
const names = [
  'course',
  'bare Fastify',
  'with headers',
  'bare node:http',
  'Express',
  'Flask',
] as const;

/** One turn of one server on one path. */
interface Turn {
  name: string;
  path: string;
  /** Requests answered per second. */
  rate: number;
  /** Requests answered per second of the server's processor time. */
  cpuRate: number;
  /** Calls of read() a request. */
  reads: number;
}

const turns: Turn[] = [];
const absent = new Set<string>();
const mysql = findMysqld() ? await startMysql() : undefined;
const url = mysql && `${mysql.url}/bench`;
process.once('SIGINT', () => process.exit(130));
leaveTheirCore();
for (let start = 0; start < starts; start += 1) {
  if (mysql) await emptyDatabase(mysql.url);
  const servers = await startAll();
  // V8 compiles what is hot before anything counts.
  await takeTurns(servers, 2);
  turns.push(...(await takeTurns(servers, rounds)));
  for (const server of servers) await server.stop();
}
await mysql?.remove();
report();

async function emptyDatabase(server: string) {
  const connection = await createConnection(server);
  await connection.query('drop database if exists bench');
  await connection.query('create database bench');
  await connection.end();
}

async function startAll(): Promise<Server[]> {
  const course = await startCourse(names[0], url);
  await addUser(course);
  const plain: Record<string, Answer> = {};
  const full: Record<string, Answer> = {};
  for (const path of paths) {
    const { headers, ...answer } = await ask(course.port, path);
    // What belongs to the connection is each server's own business.
    const { date, connection, 'keep-alive': _, ...own } = headers;
    const type = own['content-type'] as string;
    plain[path] = { ...answer, headers: { 'content-type': type } };
    full[path] = { ...answer, headers: own };
  }
  const bare = [
    await startBare(names[1], 'fastify', plain, url),
    await startBare(names[2], 'fastify', full, url),
    await startBare(names[3], 'node:http', plain, url),
  ];
  for (const [name, library] of [
    [names[4], 'express'],
    [names[5], 'flask'],
  ] as const) {
    if (absent.has(name)) continue;
    const server = await startBare(name, library, plain, url).catch(() => null);
    if (server) bare.push(server);
    else absent.add(name);
  }
  for (const { name, port } of bare) {
    for (const path of paths) {
      const { headers, body } = await ask(port, path);
      const expected = plain[path] as Answer;
      const type = expected.headers['content-type'];
      if (body !== expected.body || headers['content-type'] !== type) {
        throw new Error(`${name} answers ${path} differently.`);
      }
    }
  }
  return [course, ...bare];
}

async function addUser({ port }: Server) {
  const response = await fetch(`http://127.0.0.1:${port}/ex5/api/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '종규', age: 17 }),
  });
  if (response.status !== 201) throw new Error(await response.text());
}

async function takeTurns(servers: Server[], rounds: number): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const path of paths) {
      for (let turn = 0; turn < servers.length; turn += 1) {
        const server = servers[(round + turn) % servers.length] as Server;
        turns.push(await takeTurn(server, path));
      }
    }
  }
  return turns;
}

async function takeTurn(server: Server, path: string): Promise<Turn> {
  const { size } = await ask(server.port, path);
  const cpu = cpuSeconds(server);
  const reads = readCalls(server);
  const done = await load(server.port, path, size, milliseconds);
  return {
    name: server.name,
    path,
    rate: done.answers / done.seconds,
    cpuRate: done.answers / (cpuSeconds(server) - cpu),
    reads: (readCalls(server) - reads) / done.answers,
  };
}

function report() {
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores`);
  console.log(`Node ${process.version}, Fastify ${fastify().version}`);
  console.log(`${starts} starts of ${rounds} rounds; median (quartiles)\n`);

  writeRatios('requests/s', (turn) => turn.rate);
  // The same, unless other programs take their part of the machine.
  writeRatios('requests/s of CPU', (turn) => turn.cpuRate);

  writeRow('', [`read() a GET ${page}`]);
  // Those of gunicorn are its child's.
  for (const name of present().filter((name) => name !== 'Flask')) {
    writeRow(name, [
      summary(
        figures(name, page, (turn) => turn.reads),
        2,
      ),
    ]);
  }
}

/** A row a path: the course's figure, and its ratio to each other server's. */
function writeRatios(title: string, figure: (turn: Turn) => number) {
  const [course = '', ...others] = present();
  writeRow('', [title, ...others.map((name) => `/ ${name}`)]);
  for (const path of paths) {
    const own = figures(course, path, figure);
    const ratios = others.map((name) => {
      const theirs = figures(name, path, figure);
      return own.map((rate, round) => rate / (theirs[round] as number));
    });
    const cells = ratios.map((ratio) => summary(ratio, 2));
    writeRow(`GET ${path}`, [summary(own, 0), ...cells]);
  }
  console.log();
}

function present() {
  return names.filter((name) => !absent.has(name));
}

function figures(name: string, path: string, figure: (turn: Turn) => number) {
  return turns
    .filter((turn) => turn.name === name && turn.path === path)
    .map(figure);
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
