import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { course } from '../../src/course.ts';
import { createStudent, freePort, runAsRoot } from '../../test/mysql.ts';
import { type Books, openBooks } from './books.ts';
import { type FaultyProxy, startProxy } from './proxy.ts';

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
