import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest';
import {
  createStudent,
  findMysqld,
  type PrivateMysql,
  runAsRoot,
  startMysql,
} from './mysql.ts';
import { type ServerProcess, serveCourse, settingsOf } from './process.ts';
import { sendUser } from './requests.ts';
import { newDatabase, openDatabaseOf, serve } from './support.ts';

/**
 * Milliseconds. Our limits end at 1,000; the rest is for a machine that has
 * other work, and is well below the limits of the drivers (10 s and more).
 */
const soon = 3000;

const needsMysqld = findMysqld() === undefined && process.env.CI !== 'true';

describe.skipIf(needsMysqld)('a MySQL server of its own', () => {
  let mysql: PrivateMysql;

  beforeAll(async () => {
    mysql = await startMysql();
  });
  afterAll(() => mysql?.remove());
  afterEach(() => mysql.thaw());

  test('is killed, and used again once it is back, ids and all', async () => {
    const settings = settingsOf(await createStudent(mysql.url));
    const { server, url } = await serveCourse(settings);
    const late = await createStudent(mysql.url);
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
    expect(await addUser(url)).toBe(2);
    await fetch(`${url}/ex5/api/user/2`, { method: 'DELETE' });

    await mysql.kill();
    const { url: another } = await serve({ database: late });
    for (const each of [url, url, another]) await expectAway(each);
    await mysql.start();

    await expectBack(another);
    expect(await addUser(another)).toBe(1);
    await expectBack(url);
    expect(await addUser(url)).toBe(3);
    const { text } = await visit(`${url}/ex5/api/users`);
    expect(JSON.parse(text)).toMatchObject([{ id: 1 }, { id: 3 }]);
    await expectOneComplaint(server);
  });

  test('freezes, and is used again once it thaws', async () => {
    const settings = settingsOf(await createStudent(mysql.url));
    const { server, url } = await serveCourse(settings);
    const late = await createStudent(mysql.url);
    await expectBack(url);
    await mysql.freeze();
    const { url: another } = await serve({ database: late });
    for (const each of [url, another]) await expectAway(each);
    const visits = Array.from({ length: 30 }, () =>
      visit(`${url}/ex5/api/users`),
    );
    for (const { status, ms } of await Promise.all(visits)) {
      expect(status).toBe(503);
      expect(ms).toBeLessThan(soon);
    }
    mysql.thaw();
    for (const each of [url, another]) {
      await expectBack(each);
      expect(await addUser(each)).toBe(1);
    }
    await expectOneComplaint(server);

    // Nor does it keep a server from stopping.
    await mysql.freeze();
    const waiting = visit(`${url}/ex5/api/users`);
    await visit(`${url}/health`); // The other has arrived by then.
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect((await waiting).status).toBe(503);
  });

  test('may take its time at first, which is no reason to complain', async () => {
    const student = await createStudent(mysql.url);
    await mysql.freeze();
    const { start, log } = openDatabaseOf(student);
    const started = start();
    await wait(1500); // Longer than a request waits.
    mysql.thaw();
    await started;
    expect(log).toEqual([]);
  });

  test.each<[string, object | string, (string | RegExp)?]>([
    ['wrong account', { user: 'nobody_here' }, 'DB_USER'],
    ['wrong password', { password: 'not-the-right-one' }, 'DB_PASSWORD'],
    ['unknown database', { name: 'gone' }, 'DB_NAME'],
    ['database of another', { name: 'mysql' }, 'DB_NAME'],
    ['host that does not exist', { host: 'host.invalid' }, 'DB_HOST'],
    ['port without a server', { port: 1 }, /DB_HOST.*DB_PORT/],
    ['account that is locked', 'alter user ACCOUNT account lock'],
    ['expired password', 'alter user ACCOUNT password expire'],
    ['account that must use TLS', 'alter user ACCOUNT require ssl'],
    ['account that is gone', 'drop user ACCOUNT'],
    ['no rights', 'revoke all, grant option from ACCOUNT'],
  ])('%s: one line of the log names the setting', async (_, wrong, named) => {
    const student = await createStudent(mysql.url);
    const account = `${student.user}@'%'`;
    const password = 'secret-of-the-student';
    const root = (statement: string) => runAsRoot(statement, mysql.url);
    await root(`alter user ${account} identified by '${password}'`);
    await root(`grant all on gone.* to ${account}`);
    const isChange = typeof wrong === 'string';
    if (isChange) await root(wrong.replace('ACCOUNT', account));
    const database = { ...student, password, ...(isChange ? {} : wrong) };
    await expectAway((await serve({ database })).url);

    const { check, connectOnce, log } = openDatabaseOf(database);
    const one = connectOnce();
    onTestFinished(() => one.destroy());
    await expect(check()).rejects.toMatchObject({ statusCode: 503 });
    const alone = one.connection().execute(async () => {});
    await expect(alone).rejects.toMatchObject({ statusCode: 503 });
    await expect(check()).rejects.toMatchObject({ statusCode: 503 });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(named ?? `account "${student.user}"`);
    expect(log[0]).not.toContain(password);
    expect(log[0]).not.toContain('not-the-right-one');
  });
});

describe('an SQLite file that cannot be used', () => {
  test.each([
    ['a folder in its place', (file: string) => mkdirSync(file)],
    ['not a database', (file: string) => writeFileSync(file, 'x'.repeat(9000))],
    ['broken in the middle', breakInTheMiddle],
  ])('%s: 503 until it is mended', async (_, spoil) => {
    const database = await newDatabase('sqlite');
    const { file } = database;
    spoil(file);
    const { url } = await serve({ database });
    await expectAway(url);
    const { check, log } = openDatabaseOf(database);
    await expect(check()).rejects.toMatchObject({ statusCode: 503 });
    expect(log).toEqual([expect.stringContaining(file)]);
    rmSync(file, { recursive: true });
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
  });

  test('locked by another program: 503 until it is free', async () => {
    const database = await newDatabase('sqlite');
    const { file } = database;
    const other = new DatabaseSync(file);
    other.exec('pragma journal_mode = wal; begin immediate');
    const { url } = await serve({ database });
    for (const path of ['/ready', '/ex2-3/tally', '/ex5/api/users']) {
      const { status, ms } = await visit(url + path);
      expect(status, path).toBe(503);
      expect(ms, path).toBeLessThan(soon);
    }
    other.close();
    await expectBack(url);
    expect(await addUser(url)).toBe(1);
  });

  // Root may write everywhere, and Windows knows no such right.
  test.skipIf(!process.getuid?.())(
    'in a folder without the right to write: 503 until that is given',
    async () => {
      const database = await newDatabase('sqlite');
      const { file } = database;
      chmodSync(dirname(file), 0o555);
      const { url } = await serve({ database });
      await expectAway(url);
      chmodSync(dirname(file), 0o755);
      await expectBack(url);
    },
  );
});

/** Its log says once that the database is away, and once that it is back. */
async function expectOneComplaint(server: ServerProcess) {
  const messages = () => {
    const all = server.log().filter(({ msg }) => msg !== undefined);
    const start = all.findIndex(({ msg }) => msg?.includes('Stop'));
    return all.slice(start + 1).filter(({ reqId }) => !reqId);
  };
  await expect.poll(messages).toMatchObject([
    { level: 50, msg: expect.stringContaining('DB_HOST') },
    { level: 30, msg: 'The database is back.' },
  ]);
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
  await expect.poll(ready).toBe(200);
  for (const path of ['/ex2-3/tally', '/ex5/', '/ex5/api/users', '/health']) {
    expect((await visit(url + path)).status, path).toBe(200);
  }
}

/** Returns the new user's id. */
async function addUser(url: string): Promise<number> {
  const response = await sendUser(`${url}/ex5/api`, '홍길동');
  expect(response.status).toBe(201);
  const user = (await response.json()) as { id: number };
  return user.id;
}
