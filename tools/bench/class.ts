import {
  type ChildProcess,
  execFile,
  execFileSync,
  spawn,
} from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';
import { startMysql } from '../../test/mysql.ts';
import { cpuSeconds } from './servers.ts';

// A class of forty: each port is asked five times a second, pages, API and
// database mixed, in turns: calm, with a flood of another process (what the
// machine costs), and with one of the first port. With
// --engine mysql the accounts are made, checked and removed, too, on the server
// that TEST_MYSQL_URL names or on a private one; with --processes 2 two servers
// share the range. Two minutes; Linux only. Exit status 1 if any request failed.
// No core is kept for the server: it needs the others, too, for its garbage.

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'sqlite' },
    first: { type: 'string', default: '24450' },
    processes: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
  },
});
const first = Number(values.first);
const seconds = Number(values.seconds);
const ports = Array.from({ length: 40 }, (_, i) => first + i);
const last = first + ports.length - 1;
const range = `${first}-${last}`;
const everySecond = 5 * ports.length;
const headers = { 'content-type': 'application/json' };
const user = JSON.stringify({ name: '종규', age: 17 });
const asked: [method: string, path: string, body?: string][] = [
  ['GET', '/ex2-2/'],
  ['GET', '/ex4/api/users'],
  ['GET', '/ex5/'],
  ['GET', '/ex5/api/users'],
  ['POST', '/ex5/api/user', user],
];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130));
}
claimFiles();
const onSqlite = { ...process.env, API_URL: '', DB_HOST: '' };
const env = await findDatabase();
if (env.DB_HOST) {
  for (const time of ['first', 'second']) {
    const started = performance.now();
    await classCommand('provision');
    await classCommand('remove', 'yes');
    say(`accounts made, checked, removed (${time})`, since(started), 's');
  }
  await classCommand('provision');
  // Also where this is interrupted; before a private server is gone.
  process.prependOnceListener('exit', () => {
    const words = ['tools/class/class.ts', 'remove', range, 'yes'];
    execFileSync(process.execPath, words, { cwd: projectRoot, env });
  });
}
const one = await start(`${first}`);
const ofOne = pss(one);
await stop(one);
const share = Math.ceil(ports.length / Number(values.processes));
const servers = await Promise.all(
  ports
    .filter((_, i) => i % share === 0)
    .map((from) => start(`${from}-${Math.min(from + share - 1, last)}`)),
);
say('each further port (PSS)', (sum(pss) - ofOne) / 39, 'MB');
const elsewhere = await start(`${last + 1}`, onSqlite);
// V8 compiles what is hot before anything counts.
await ask(5);
for (let round = 1; round <= Number(values.rounds); round += 1) {
  await measure(`${round} calm`);
  for (const port of [last + 1, first]) {
    const flood = spawnFlood(port);
    await sleep(1_000);
    const where = port === first ? 'a neighbour' : 'another process';
    await measure(`${round} ${where} flooded`);
    say('  the flood', (await flood).trim(), '');
  }
}
await Promise.all([...servers, elsewhere].map(stop));
process.exit();

/** Settings of the class's server: MySQL's, or none for SQLite. */
async function findDatabase(): Promise<NodeJS.ProcessEnv> {
  if (values.engine !== 'mysql') return onSqlite;
  const url = process.env.TEST_MYSQL_URL ?? (await startMysql()).url;
  const { hostname, port } = new URL(url);
  const at = { DB_HOST: hostname, DB_PORT: port || '3306' };
  return { ...onSqlite, ...at, DB_ADMIN_URL: url };
}

/** Deletes the servers' files at the end; none may be there before. */
function claimFiles() {
  const files = [...ports, last + 1].map((port) =>
    join(projectRoot, 'data', `student_${port}.sqlite`),
  );
  const taken = files.find((file) => existsSync(file));
  if (taken) throw new Error(`${taken} is there; choose another --first.`);
  process.once('exit', () => {
    for (const file of files) {
      for (const end of ['', '-wal', '-shm'])
        rmSync(file + end, { force: true });
    }
  });
}

async function classCommand(...words: string[]) {
  const args = ['tools/class/class.ts', words[0] ?? '', range];
  const how = { cwd: projectRoot, env };
  const run = promisify(execFile);
  await run(process.execPath, [...args, ...words.slice(1)], how);
}

/** Starts the course and says how long that took. */
async function start(range: string, settings = env): Promise<ChildProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, ['src/server.ts', range], {
    cwd: projectRoot,
    env: { ...settings, PORT: '', HOST: '127.0.0.1', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    if (String(text).includes('Stop with Ctrl-C')) break;
  }
  child.stdout.resume();
  say(`${range} ready`, since(started), 's');
  say('  of which processor time', cpuOf(child), 's');
  const [from, to = from] = range.split('-').map(Number);
  for (let port = from as number; port <= (to as number); port += 1) {
    const ready = `http://127.0.0.1:${port}/ready`;
    while (!(await fetch(ready).catch(() => undefined))?.ok) await sleep(25);
  }
  say('  and their databases', since(started), 's');
  return child;
}

async function stop(child: ChildProcess) {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

/** Asks all ports for so many seconds and prints what came of it. */
async function measure(name: string) {
  const [cpu, waited] = [sum(cpuOf), sum(waitedBy)];
  const { times, errors } = await ask(seconds);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? 0;
  const own = [at(0.5), at(0.9), at(0.99)].map((time) => time.toFixed(1));
  say(`${name}: median, p90, p99`, own.join(', '), 'ms');
  say('  errors', `${errors} of ${times.length}`, '');
  if (errors > 0) process.exitCode = 1;
  // What the server costs, and what other programs took from it meanwhile.
  say('  processor time', (sum(cpuOf) - cpu) / seconds, 's a second');
  say('  kept off it', (sum(waitedBy) - waited) / seconds, 's a second');
}

/** Milliseconds from when a request was due, but for the flooded port. */
async function ask(seconds: number) {
  const times: number[] = [];
  let errors = 0;
  const agent = new Agent({ keepAlive: true });
  const begin = performance.now();
  const all: Promise<void>[] = [];
  for (let sent = 0; sent < seconds * everySecond; sent += 1) {
    const due = begin + (sent * 1000) / everySecond;
    while (performance.now() < due) await sleep(1);
    const port = ports[sent % ports.length] as number;
    const turn = Math.floor(sent / ports.length) + port;
    const [method, path, body] = asked[turn % asked.length] ?? [];
    const how = { agent, port, host: '127.0.0.1', method, path, headers };
    const signal = AbortSignal.timeout(10_000);
    const answer = once(request({ ...how, signal }).end(body), 'response');
    const read = answer.then(async ([response]) => {
      for await (const _chunk of response);
      if (port === first) return;
      times.push(performance.now() - due);
      if (response.statusCode >= 400) errors += 1;
    });
    all.push(
      read.catch(() => {
        errors += 1;
      }),
    );
  }
  await Promise.all(all);
  agent.destroy();
  return { times, errors };
}

/** Floods a port from a process that gives way to this one. */
async function spawnFlood(port: number): Promise<string> {
  const args = ['tools/bench/flood.ts', `${port}`, `${seconds + 2}`];
  const command = ['-n', '5', process.execPath, ...args];
  const how = { cwd: projectRoot };
  return (await promisify(execFile)('nice', command, how)).stdout;
}

/** Of all servers together. */
function sum(figure: (server: ChildProcess) => number): number {
  return servers.map(figure).reduce((a, b) => a + b);
}

function cpuOf({ pid }: ChildProcess): number {
  return cpuSeconds({ pid: pid as number });
}

/** Seconds that its main thread was ready to run and had no core. */
function waitedBy({ pid }: ChildProcess): number {
  const text = readFileSync(`/proc/${pid}/schedstat`, 'utf8');
  return Number(text.split(' ')[1]) / 1e9;
}

/** Megabytes that would be free without the process. */
function pss({ pid }: ChildProcess): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}

function say(what: string, figure: number | string, unit: string) {
  const text = typeof figure === 'number' ? figure.toFixed(2) : figure;
  console.log(`${what.padEnd(44)}${text} ${unit}`);
}
