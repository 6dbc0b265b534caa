import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { freePort } from '../../test/mysql.ts';
import { judge } from './judge.ts';
import { anyCall, callAndJudge, operationsOf } from './openapi.ts';
import { type Options, type Row, runAlone } from './part.ts';
import { anyRequest } from './requests.ts';
import { anyText, fields, isSame } from './texts.ts';

// Whatever visitors send: no 5xx, nothing unescaped, every text as it was
// typed, and only what the API's own document tells of.

/** A course of its own that listens, with the list of its routes. */
export async function openCourse() {
  const folder = mkdtempSync(join(tmpdir(), 'course-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const port = await freePort();
  const environment = { PORT: `${port}`, LOG_LEVEL: 'silent' };
  const [config] = readConfig([], [], environment);
  if (config === undefined) throw new Error('no configuration');
  const file = join(folder, 'test.sqlite');
  const database = { engine: 'sqlite', file, name: 'test' } as const;
  const app = buildApp({ ...config, database });
  const routes: { method: string; url: string }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  await app.listen({ port, host: '127.0.0.1' });
  await app.inject('/ready');
  return {
    ...{ app, port, routes },
    async close() {
      app.server.closeAllConnections();
      await app.close();
      remove();
      process.off('exit', remove);
    },
  };
}

/** How long one property may be tried. */
interface Limits {
  cases: number;
  milliseconds: number;
}

/** Each field gives back each text. */
export async function tryTexts(app: FastifyInstance, limits: Limits) {
  const rows: Row[] = [];
  for (const [field, echo] of Object.entries(fields)) {
    const row = await tryAll(field, limits, anyText, async (text) => {
      const echoes = await echo(app, text);
      return echoes.filter((back) => !isSame(text, back));
    });
    rows.push(row);
  }
  return rows;
}

/** No request, however odd, gets more than an answer. */
export async function tryRequests(
  { port, routes }: { port: number; routes: { method: string; url: string }[] },
  limits: Limits,
) {
  const agent = new Agent({ keepAlive: true });
  const what = `any request to ${routes.length} routes`;
  const row = await tryAll(what, limits, anyRequest(routes), (hostile, tally) =>
    judge(port, hostile, agent, tally),
  );
  agent.destroy();
  return [row];
}

/** Each operation answers as its document says. */
export async function tryOperations(app: FastifyInstance, limits: Limits) {
  const rows: Row[] = [];
  for (const base of ['/ex4/api', '/ex5/api']) {
    for (const operation of await operationsOf(app, base)) {
      const what = `${operation.method} ${operation.path}`;
      const row = await tryAll(what, limits, anyCall, (call, tally) =>
        callAndJudge(app, operation, call, tally),
      );
      rows.push(row);
    }
  }
  return rows;
}

/** Tries one property; what is wrong is told with the smallest example. */
async function tryAll<T>(
  what: string,
  { cases, milliseconds }: Limits,
  any: fc.Arbitrary<T>,
  faultsOf: (example: T, tally: (status: number) => void) => Promise<string[]>,
): Promise<Row> {
  const statuses = new Map<number, number>();
  const tally = (status: number) => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const property = fc.asyncProperty(any, async (example) => {
    const faults = await faultsOf(example, tally);
    if (faults.length > 0) throw new Error(faults.join('; '));
  });
  const { failed, numRuns, seed, counterexample, errorInstance } =
    await fc.check(property, {
      numRuns: cases,
      interruptAfterTimeLimit: milliseconds,
    });
  const example = counterexample && fc.stringify(counterexample).slice(0, 500);
  const isBroken = failed && example !== null;
  const told = `${(errorInstance as Error)?.message} for ${example}`;
  const seen = [...statuses].sort().map((pair) => pair.join(': '));
  const figure = isBroken
    ? `${told} (seed ${seed})`
    : [`${numRuns} cases`, ...seen].join(', ');
  return { what, figure, held: !isBroken };
}

/** All of it: as many cases as the time allows, at most 20,000 each. */
export async function run({ seconds }: Options): Promise<Row[]> {
  const course = await openCourse();
  const cases = 20_000;
  // Eleven others, and ten operations, of which more cases are due.
  const some = { cases, milliseconds: seconds * 25 };
  const many = { cases, milliseconds: seconds * 70 };
  try {
    return [
      ...(await tryTexts(course.app, some)),
      ...(await tryRequests(course, some)),
      ...(await tryOperations(course.app, many)),
    ];
  } finally {
    await course.close();
  }
}

if (import.meta.main) await runAlone(run);
