import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createStudent,
  findMysqld,
  type PrivateMysql,
  runAsRoot,
  type Student,
  startMysql,
} from './mysql.ts';
import { copyProject, settingsOf, startServer } from './process.ts';
import { freePort, newConfig, serve } from './support.ts';

/** Milliseconds. The goal is a second; test machines are slow at times. */
const soon = 1500;

const needsMysqld = findMysqld() === undefined && process.env.CI !== 'true';

describe.skipIf(needsMysqld)('a MySQL server of its own', () => {
  let mysql: PrivateMysql;

  beforeAll(async () => {
    mysql = await startMysql();
  });
  afterAll(() => mysql?.remove());

  test('is down at first: all else works, and it is used once up', async () => {
    const database = await createStudent(mysql.url);
    await mysql.kill();
    const { url } = await serve({ database });
    await expectAway(url);
    await mysql.start();
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
  });

  test('is killed and comes back', async () => {
    const database = await createStudent(mysql.url);
    const { url } = await serve({ database });
    await expectBack(url);
    expect(await addUser(url)).toBe(1);

    await mysql.kill();
    await expectAway(url);
    await mysql.start();
    await expectBack(url);
    expect(await addUser(url)).toBe(2);
  });

  test('freezes before its first use, and thaws', async () => {
    const database = await createStudent(mysql.url);
    await mysql.freeze();
    try {
      const { url } = await serve({ database });
      await expectAway(url);
      mysql.thaw();
      await expectBack(url);
      expect(await addUser(url)).toBe(1);
    } finally {
      mysql.thaw();
    }
  });

  test('freezes while many requests come, and thaws', async () => {
    const database = await createStudent(mysql.url);
    const { url } = await serve({ database });
    await expectBack(url);
    await mysql.freeze();
    try {
      await expectAway(url);
      const visits = Array.from({ length: 30 }, () =>
        visit(`${url}/ex5/api/users`),
      );
      for (const { status, ms } of await Promise.all(visits)) {
        expect(status).toBe(503);
        expect(ms).toBeLessThan(soon);
      }
    } finally {
      mysql.thaw();
    }
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
  });

  test('users and their ids survive a kill', async () => {
    const database = await createStudent(mysql.url);
    const { url } = await serve({ database });
    await expectBack(url);
    await addUser(url);
    const id = await addUser(url);
    await fetch(`${url}/ex5/api/user/${id}`, { method: 'DELETE' });
    await mysql.kill();
    await mysql.start();
    await expectBack(url);
    expect(await addUser(url)).toBe(3);
    const { text } = await visit(`${url}/ex5/api/users`);
    expect(JSON.parse(text)).toMatchObject([{ id: 1 }, { id: 3 }]);
  });

  test.each(['freeze', 'kill'] as const)(
    'the log says once that it is away (%s), and once that it is back',
    async (how) => {
      const student = await createStudent(mysql.url);
      const server = await startServerWith(student);
      const { url } = server;
      await expectBack(url);
      try {
        await mysql[how]();
        await expectAway(url);
        await expectAway(url);
      } finally {
        if (how === 'freeze') mysql.thaw();
        else await mysql.start();
      }
      await expectBack(url);
      const messages = () => {
        const all = server.log().filter(({ msg }) => msg !== undefined);
        const start = all.findIndex(({ msg }) => msg?.includes('Stop'));
        return all.slice(start + 1).filter(({ reqId }) => !reqId);
      };
      await expect.poll(messages).toMatchObject([
        { level: 50, msg: expect.stringContaining('DB_HOST') },
        { level: 30, msg: 'The database is back.' },
      ]);
    },
  );

  test('a start that takes its time is no reason to complain', async () => {
    const student = await createStudent(mysql.url);
    await mysql.freeze();
    try {
      const server = await startServerWith(student);
      await wait(soon);
      mysql.thaw();
      await expectBack(server.url);
      expect(errorsOf(server)).toEqual([]);
    } finally {
      mysql.thaw();
    }
  });

  test('a server stops in time while the database is frozen', async () => {
    const student = await createStudent(mysql.url);
    const server = await startServerWith(student);
    await expectBack(server.url);
    await mysql.freeze();
    try {
      const waiting = visit(`${server.url}/ex5/api/users`);
      await visit(`${server.url}/health`); // The other has arrived by then.
      const start = performance.now();
      server.child.kill('SIGTERM');
      expect(await server.ended).toBe(0);
      expect(performance.now() - start).toBeLessThan(2000);
      expect((await waiting).status).toBe(503);
    } finally {
      mysql.thaw();
    }
  });

  test.each([
    ['wrong account', { DB_USER: 'nobody_here' }, ['DB_USER']],
    ['wrong password', { DB_PASSWORD: 'not-the-right-one' }, ['DB_PASSWORD']],
    ['unknown database', { DB_NAME: 'gone' }, ['DB_NAME']],
    ['database of another', { DB_NAME: 'mysql' }, ['DB_NAME']],
    ['host that does not exist', { DB_HOST: 'host.invalid' }, ['DB_HOST']],
    ['port without a server', { DB_PORT: '1' }, ['DB_HOST', 'DB_PORT']],
  ])('%s: one line of the log names the setting', async (_, wrong, names) => {
    const student = await createStudent(mysql.url);
    const account = `${student.user}@'%'`;
    const password = 'secret-of-the-student';
    const root = (statement: string) => runAsRoot(statement, mysql.url);
    await root(`alter user ${account} identified by '${password}'`);
    await root(`grant all on gone.* to ${account}`);
    const server = await startServerWith({ ...student, password }, wrong);
    await expectAway(server.url);
    await expectAway(server.url);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);

    const errors = errorsOf(server);
    expect(errors).toHaveLength(1);
    for (const name of names) expect(errors[0]?.msg).toContain(name);
    expect(server.output()).not.toContain(password);
    expect(server.output()).not.toContain('not-the-right-one');
  });
});

describe('an SQLite file that cannot be used', () => {
  test.each([
    ['a folder in its place', (file: string) => mkdirSync(file)],
    ['not a database', (file: string) => writeFileSync(file, 'x'.repeat(9000))],
  ])('%s: 503 until it is mended', async (_, spoil) => {
    const config = newConfig();
    const { file } = config.database as { file: string };
    spoil(file);
    const { url } = await serve({ database: config.database });
    await expectAway(url);
    rmSync(file, { recursive: true });
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
  });

  test('broken in the middle: 503 each time', async () => {
    const config = newConfig();
    const { file } = config.database as { file: string };
    breakInTheMiddle(file);
    const { url } = await serve({ database: config.database });
    await expectAway(url);
    await expectAway(url);
  });

  test('locked by another program: 503 until it is free', async () => {
    const config = newConfig();
    const { file } = config.database as { file: string };
    const other = new DatabaseSync(file);
    other.exec('pragma journal_mode = wal; begin immediate');
    const { url } = await serve({ database: config.database });
    for (const path of ['/ready', '/ex2-3/tally', '/ex5/api/users']) {
      const { status, ms } = await visit(url + path);
      expect(status, path).toBe(503);
      expect(ms, path).toBeLessThan(soon);
    }
    other.close();
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
  });

  test.skipIf(process.getuid?.() === 0)(
    'in a folder without the right to write: 503 until that is given',
    async () => {
      const config = newConfig();
      const { file } = config.database as { file: string };
      chmodSync(dirname(file), 0o555);
      const { url } = await serve({ database: config.database });
      await expectAway(url);
      chmodSync(dirname(file), 0o755);
      await expectBack(url);
    },
  );

  test('is named by one line of the log', async () => {
    const port = await freePort();
    const project = copyProject();
    const file = join(project, `data/student_${port}.sqlite`);
    mkdirSync(file, { recursive: true });
    const server = startServer({ PORT: port }, [], project);
    await server.printed('Stop with');
    await expectAway(`http://127.0.0.1:${port}`);
    const errors = errorsOf(server);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.msg).toContain(file);
  });
});

/** A server process that uses the student's database. */
async function startServerWith(student: Student, changes = {}) {
  const port = await freePort();
  const settings = { PORT: port, ...settingsOf(student), ...changes };
  const server = startServer(settings);
  await server.printed('Stop with');
  return { ...server, url: `http://127.0.0.1:${port}` };
}

/** What it logged of itself; a front also warns of each call that failed. */
function errorsOf(server: ReturnType<typeof startServer>) {
  return server
    .log()
    .filter(({ level, reqId }) => level > 30 && reqId === undefined);
}

/** A database whose first page is sound, and no other. */
function breakInTheMiddle(file: string) {
  const database = new DatabaseSync(file);
  database.exec('create table kysely_migration (name text, timestamp text)');
  database.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill('x', 4096));
}

/** What one visitor sees, and how many milliseconds that takes. */
async function visit(url: string) {
  const start = performance.now();
  const response = await fetch(url);
  const text = await response.text();
  const ms = performance.now() - start;
  const { status, headers } = response;
  return { status, headers, text, ms };
}

/** Whatever needs the database says so within a second; all else works. */
async function expectAway(url: string) {
  const needing = ['/ready', '/ex2-3/tally', '/ex5/', '/ex5/api/users'];
  const others = ['/health', '/', '/ex1/', '/ex2-3/', '/ex4-2/'];
  const visits = [...needing, ...others].map(async (path) => {
    const { status, headers, text, ms } = await visit(url + path);
    expect(ms, path).toBeLessThan(soon);
    expect(status, path).toBe(needing.includes(path) ? 503 : 200);
    if (status === 200) return;
    expect(Number(headers.get('retry-after')), path).toBeGreaterThan(0);
    // A front may tell which address of this server it called.
    expect(text.replaceAll(url, ''), path).not.toMatch(
      /student_|secret|Error:|ECONN|127\.0\.0\.1|\.ts\b/,
    );
    if (path === '/ready') return;
    const isApi = path.includes('/api/');
    expect(headers.get('content-type'), path).toContain(
      isApi ? 'application/problem+json' : 'text/html',
    );
    expect(text, path).toContain('데이터베이스');
  });
  await Promise.all(visits);
}

/** It recovers by itself, tables included. */
async function expectBack(url: string) {
  const ready = async () => (await visit(`${url}/ready`)).status;
  await expect.poll(ready, { timeout: 20_000 }).toBe(200);
  for (const path of ['/ex2-3/tally', '/ex5/', '/ex5/api/users', '/health']) {
    expect((await visit(url + path)).status, path).toBe(200);
  }
}

/** Returns the new user's id. */
async function addUser(url: string): Promise<number> {
  const response = await fetch(`${url}/ex5/api/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '홍길동', age: 20 }),
  });
  expect(response.status).toBe(201);
  const user = (await response.json()) as { id: number };
  return user.id;
}
