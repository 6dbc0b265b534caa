import { randomUUID } from 'node:crypto';
import { startMysql } from '../../test/mysql.ts';
import { disk } from './disk.ts';
import {
  courseAndDatabase,
  frontAndApi,
  type Pair,
  type Probe,
} from './pairs.ts';
import { type Row, runAlone } from './part.ts';
import type { Fault } from './proxy.ts';

// What lies between server and database, and between front and API, is made
// slow, deaf or short. Whatever comes of it is a whole answer within the time
// limit, and all is as before once it is over.

/** What is tried between two programs, besides the cuts. */
const faults: Record<string, Fault> = {
  'no fault': {},
  'latency of 100 ms': { latency: 100 },
  'jitter of 0 to 150 ms': { jitter: 150 },
  'reset when connected': { reset: true },
  'a black hole': { blackhole: true },
};

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
async function probe(pair: Pair, fault: Fault, seen = nothingSeen()) {
  pair.proxy.set(fault);
  // What is open already would not meet these.
  if (fault.reset || fault.cutAfter !== undefined) pair.proxy.resetAll();
  await Promise.all(pair.probes.map((one) => send(pair, one, seen)));
  const open = pair.proxy.open();
  if (open > pair.connections) seen.wrong.push(`${open} connections`);
  return seen;
}

/** Tries one kind of fault, and whether all is as before afterwards. */
async function tryFault(
  pair: Pair,
  what: string,
  all: Fault[],
  timeLimit: number,
): Promise<Row> {
  const seen = nothingSeen();
  for (const fault of all) await probe(pair, fault, seen);
  const back = await untilBack(pair, timeLimit);
  const { requests, statuses, slowest, wrong } = seen;
  const by = [...statuses].sort().map((pair) => pair.join(': '));
  const figure =
    `${requests} requests (${by.join(', ')}), slowest ` +
    `${Math.round(slowest)} ms, back after ${Math.round(back)} ms`;
  const held = wrong.length === 0 && Math.max(slowest, back) < timeLimit;
  return { what, figure: [figure, ...wrong.slice(0, 3)].join('; '), held };
}

/** Milliseconds until everything succeeds again, on several connections. */
async function untilBack(pair: Pair, timeLimit: number): Promise<number> {
  const start = performance.now();
  for (;;) {
    const seen = nothingSeen();
    const rounds = Array.from({ length: 6 }, () => probe(pair, {}, seen));
    await Promise.all(rounds);
    const isBack = [...seen.statuses.keys()].every((status) => status < 400);
    const spent = performance.now() - start;
    if ((isBack && seen.wrong.length === 0) || spent > timeLimit) return spent;
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
      signal: AbortSignal.timeout(30_000),
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

/**
 * Tries all faults, and a cut after each number of bytes in `cuts`.
 *
 * @param times how often each fault but the cuts is tried
 * @param timeLimit milliseconds for any request, and for the recovery
 */
export async function tryAll(
  what: string,
  pair: Pair,
  cuts: number[],
  times = 5,
  timeLimit = 3_000,
) {
  const rows: Row[] = [];
  for (const [name, fault] of Object.entries(faults)) {
    const rounds = Array.from({ length: times }, () => fault);
    rows.push(await tryFault(pair, `${what}: ${name}`, rounds, timeLimit));
  }
  const all = cuts.map((cutAfter) => ({ cutAfter }));
  const range = `${cuts[0]} to ${cuts.at(-1)} bytes`;
  rows.push(
    await tryFault(pair, `${what}: cut after ${range}`, all, timeLimit),
  );

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
