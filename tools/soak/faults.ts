import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { course } from '../../src/course.ts';
import {
  createStudent,
  freePort,
  runAsRoot,
  startMysql,
} from '../../test/mysql.ts';
import { type Books, openBooks } from './books.ts';
import { disk } from './disk.ts';
import { type Row, runAlone } from './part.ts';
import { type Fault, type FaultyProxy, startProxy } from './proxy.ts';

// What lies between server and database, and between front and API, is made
// slow, deaf or short. Whatever comes of it is a whole answer within the time
// limit, and all is as before once it is over.

/** Milliseconds that a request may take, whatever happens to it. */
const timeLimit = 3_000;

/** One request, and what has to stand in its answer for that to be whole. */
export interface Probe {
  path: string;
  /** Sent as a form with a name that is new each time. */
  form?: Record<string, string>;
  /** The statuses that it may have. */
  statuses: number[];
}

const survey = { age: '20', food: '라면' };
/** What needs the database of a course. */
export const databaseProbes: Probe[] = [
  { path: '/ex5/', statuses: [200, 503] },
  { path: '/ex5/api/users', statuses: [200, 503] },
  { path: '/plan/', statuses: [200, 503] },
  { path: '/ex2-3/submit', form: survey, statuses: [303, 503] },
  { path: '/ex5/new', form: survey, statuses: [303, 503] },
];
/** What needs the API of a front that is served alone. */
export const apiProbes: Probe[] = [
  { path: '/', statuses: [200, 502] },
  { path: '/1/edit', statuses: [200, 502] },
  { path: '/new', form: survey, statuses: [303, 502] },
];

/** What is tried between two programs, besides the cuts. */
const faults: Record<string, Fault> = {
  'no fault': {},
  'latency of 100 ms': { latency: 100 },
  'jitter of 0 to 150 ms': { jitter: 150 },
  'reset when connected': { reset: true },
  'a black hole': { blackhole: true },
};

/** Two programs with a proxy between them. */
export interface Pair {
  url: string;
  proxy: FaultyProxy;
  probes: Probe[];
  /** How many connections there may be at most between the two. */
  connections: number;
  /** What was written, and what came of it. */
  books: Books;
  names(): Promise<string[]>;
  close(): Promise<void>;
}

/** The course, and a MySQL server that it reaches through a proxy. */
export async function courseAndDatabase(mysqlUrl: string): Promise<Pair> {
  const student = await createStudent(mysqlUrl);
  const proxy = await startProxy(student.port);
  const { app, url } = await listen([], {
    DB_HOST: '127.0.0.1',
    DB_PORT: `${proxy.port}`,
    DB_USER: student.user,
    DB_PASSWORD: student.password,
    DB_NAME: student.name,
  });
  await until(url, '/ready');
  await addUsers(`${url}/ex5/api/user`);
  return {
    ...{ url, proxy, probes: databaseProbes, connections: 10 },
    books: openBooks(),
    async names() {
      const { name } = student;
      const both = `select name from ${name}.users
        union all select name from ${name}.survey_answers`;
      const rows = await runAsRoot(both, mysqlUrl);
      return rows.map((row) => row.name);
    },
    async close() {
      await closeAll(proxy, app);
      await runAsRoot(`drop database ${student.name}`, mysqlUrl);
      await runAsRoot(`drop user ${student.user}@'%'`, mysqlUrl);
    },
  };
}

/** ex4-2 alone, and ex4's API that it reaches through a proxy. */
export async function frontAndApi(): Promise<Pair> {
  const api = await listen(['ex4']);
  await addUsers(`${api.url}/api/user`);
  const proxy = await startProxy(Number(new URL(api.url).port));
  const apiUrl = `http://127.0.0.1:${proxy.port}`;
  const front = await listen(['ex4-2'], { API_URL: apiUrl });
  return {
    // Those of Node's fetch have no bound; each probe needs one.
    ...{ url: front.url, proxy, probes: apiProbes, connections: 100 },
    books: openBooks(),
    async names() {
      const names: string[] = [];
      for (let after = 0; ; ) {
        const query = `?limit=1000&after=${after}`;
        const response = await fetch(`${api.url}/api/users${query}`);
        const users = (await response.json()) as User[];
        names.push(...users.map(({ name }) => name));
        after = users.at(-1)?.id ?? 0;
        if (users.length === 0) return names;
      }
    },
    close: () => closeAll(proxy, front.app, api.app),
  };
}

type User = { id: number; name: string };

/** What was seen during one kind of fault. */
interface Seen {
  requests: number;
  /** Requests by status; 0 is none. */
  statuses: Map<number, number>;
  slowest: number;
  /** What was not as it should be. */
  wrong: string[];
}

/** Sends all probes at once, `times` times, and says what came of them. */
export async function probe(pair: Pair, fault: Fault, seen = nothingSeen()) {
  pair.proxy.set(fault);
  // What is open already would not meet these.
  if (fault.reset || fault.cutAfter !== undefined) pair.proxy.resetAll();
  await Promise.all(pair.probes.map((one) => send(pair, one, seen)));
  const open = pair.proxy.open();
  if (open > pair.connections) seen.wrong.push(`${open} connections`);
  return seen;
}

/** Tries one kind of fault, and whether all is as before afterwards. */
async function tryFault(pair: Pair, what: string, all: Fault[]): Promise<Row> {
  const seen = nothingSeen();
  for (const fault of all) await probe(pair, fault, seen);
  const back = await untilBack(pair);
  const { requests, statuses, slowest, wrong } = seen;
  const by = [...statuses].sort().map((pair) => pair.join(': '));
  const figure =
    `${requests} requests (${by.join(', ')}), slowest ` +
    `${Math.round(slowest)} ms, back after ${Math.round(back)} ms`;
  const held = wrong.length === 0 && back < timeLimit;
  return { what, figure: [figure, ...wrong.slice(0, 3)].join('; '), held };
}

/** Milliseconds until everything succeeds again, on several connections. */
export async function untilBack(pair: Pair): Promise<number> {
  const start = performance.now();
  for (;;) {
    const seen = nothingSeen();
    const rounds = Array.from({ length: 6 }, () => probe(pair, {}, seen));
    await Promise.all(rounds);
    const isBack = [...seen.statuses.keys()].every((status) => status < 400);
    const spent = performance.now() - start;
    if ((isBack && seen.wrong.length === 0) || spent > 10_000) return spent;
  }
}

async function send({ url, books }: Pair, probe: Probe, seen: Seen) {
  const { path, form, statuses } = probe;
  const start = performance.now();
  const key = randomUUID();
  const body = form && new URLSearchParams({ ...form, name: key });
  const wrong = (what: string) => seen.wrong.push(`${path}: ${what}`);
  let status = 0;
  try {
    const response = await fetch(url + path, {
      method: body ? 'POST' : 'GET',
      ...(body && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    status = response.status;
    const text = await response.text();
    if (!isWhole(response, text)) wrong(`${status} with a half of a page`);
    if (!statuses.includes(status)) wrong(`${status}`);
    if (form && status < 400) books.done(key, key);
    else if (form && !text.includes('알 수 없')) books.failed(key, key);
  } catch (error) {
    wrong(`${error} ${(error as Error).cause ?? ''}`);
  }
  const ms = performance.now() - start;
  if (ms > timeLimit) wrong(`took ${Math.round(ms)} ms`);
  seen.requests += 1;
  seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
  seen.slowest = Math.max(seen.slowest, ms);
}

function isWhole({ status, headers }: Response, text: string): boolean {
  if (status === 303) return headers.has('location');
  if (!headers.get('content-type')?.includes('json')) {
    return text.trimEnd().endsWith('</html>');
  }
  const json = JSON.parse(text);
  return Array.isArray(json) ? json.length === 100 : json.status === status;
}

function nothingSeen(): Seen {
  return { requests: 0, statuses: new Map(), slowest: 0, wrong: [] };
}

async function listen(args: string[], settings: Record<string, string> = {}) {
  const port = await freePort();
  const environment = { PORT: `${port}`, LOG_LEVEL: 'silent', ...settings };
  const ids = course.map(({ id }) => id);
  const [config] = readConfig(ids, args, environment);
  if (config === undefined) throw new Error('no configuration');
  const app = buildApp(config);
  return { app, url: await app.listen({ port, host: '127.0.0.1' }) };
}

async function closeAll(proxy: FaultyProxy, ...apps: FastifyInstance[]) {
  await proxy.close();
  for (const app of apps) {
    app.server.closeAllConnections();
    await app.close();
  }
}

/** Enough of them for a list that is longer than any cut. */
async function addUsers(url: string) {
  const body = JSON.stringify({ name: '홍'.repeat(40), age: 20 });
  const headers = { 'content-type': 'application/json' };
  for (let i = 0; i < 100; i += 1) {
    const response = await fetch(url, { method: 'POST', headers, body });
    if (response.status !== 201) throw new Error(await response.text());
  }
}

async function until(url: string, path: string) {
  while (!(await fetch(url + path)).ok);
}

/** Tries all faults, and a cut after each number of bytes in `cuts`. */
export async function tryAll(
  what: string,
  pair: Pair,
  cuts: number[],
  times = 5,
) {
  const rows: Row[] = [];
  for (const [name, fault] of Object.entries(faults)) {
    const rounds = Array.from({ length: times }, () => fault);
    rows.push(await tryFault(pair, `${what}: ${name}`, rounds));
  }
  const all = cuts.map((cutAfter) => ({ cutAfter }));
  const range = `${cuts[0]} to ${cuts.at(-1)} bytes`;
  rows.push(await tryFault(pair, `${what}: cut after ${range}`, all));

  const found = (await pair.names()).map((name) => {
    return { key: name, value: name, whole: true };
  });
  const { lost, doubled, doneAllTheSame } = pair.books.compare(found);
  const figure =
    `${pair.books.counts.done} acknowledged, ${lost} of them lost, ` +
    `${doubled} doubled; ${pair.books.counts.failed} told to have failed, ` +
    `${doneAllTheSame} of them done`;
  const held = lost + doubled + doneAllTheSame === 0;
  rows.push({ what: `${what}: writes`, figure, held });
  return rows;
}

/** All faults, and a cut after each number of bytes up to 4,096. */
export async function run(): Promise<Row[]> {
  const mysql = await startMysql();
  const cuts = Array.from({ length: 4097 }, (_, n) => n);
  try {
    const database = await courseAndDatabase(mysql.url);
    const rows = await tryAll('course and database', database, cuts);
    await database.close();
    const api = await frontAndApi();
    rows.push(...(await tryAll('front and API', api, cuts)));
    await api.close();
    return [...rows, ...(await disk())];
  } finally {
    await mysql.remove();
  }
}

if (import.meta.main) await runAlone(run);
