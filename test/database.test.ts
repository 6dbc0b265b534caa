import { DatabaseSync } from 'node:sqlite';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import type { DatabaseConfig } from '../src/config.ts';
import { migrate } from '../src/database/migrate.ts';
import { mysqlDialect } from '../src/database/mysql.ts';
import { runAsRoot, type Student } from './mysql.ts';
import { settingsOf, startServer } from './process.ts';
import {
  engines,
  freePort,
  newDatabase,
  newReadyApp,
  serve,
  untilReady,
} from './support.ts';

type App = Awaited<ReturnType<typeof newReadyApp>>;

/** Characters of one to four bytes, and one that is made of several. */
const name = 'Ji 홍길동 𠮷 👩‍🍳';

describe.each(engines)('on %s', (engine) => {
  test('users and answers survive a restart', async () => {
    const database = await newDatabase(engine);
    const before = await newReadyApp({ database });
    await addUser(before, { name, age: 17 });
    const result = await answerSurvey(before, name);
    await before.close();

    const after = await newReadyApp({ database });
    expect(await users(after)).toEqual([{ id: 1, name, age: 17 }]);
    const page = await after.inject(result);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(name);
  });

  test('a name may have 100 characters of four bytes each', async () => {
    const app = await newReadyApp({ database: await newDatabase(engine) });
    const long = '🍜'.repeat(100);
    await addUser(app, { name: long, age: 20 });
    expect(await users(app)).toMatchObject([{ name: long }]);
    const page = await app.inject(await answerSurvey(app, long));
    expect(page.body).toContain(long);
  });

  test('a table made by hand is used as it is', async () => {
    const database = await newDatabase(engine);
    await makeUsersByHand(database);
    await run(database, "insert into users (name, age) values ('Jonggyu', 17)");
    await run(database, 'insert into users (name, age) values (null, null)');
    await run(database, 'alter table users add column email varchar(100)');

    const { app, url } = await serve({ database });
    await untilReady(app);
    expect(await users(app)).toEqual([
      { id: 1, name: 'Jonggyu', age: 17 },
      { id: 2, name: null, age: null },
    ]);
    for (const page of ['', '2/edit', '2/delete']) {
      expect((await fetch(`${url}/ex5/${page}`)).status, page).toBe(200);
    }
    const added = await addUser(app, { name: 'Kang', age: 20 });
    expect(added.id).toBe(3);
    const change = { method: 'PUT', url: '/ex5/api/user/2' } as const;
    const payload = { name: 'Lee', age: 0 };
    expect((await app.inject({ ...change, payload })).statusCode).toBe(200);
    expect(await users(app)).toMatchObject([{}, { id: 2, ...payload }, {}]);
  });

  test('a table that was dropped comes back, and the other stays', async () => {
    const database = await newDatabase(engine);
    const app = await newReadyApp({ database });
    await addUser(app, { name: 'Kang', age: 20 });
    const result = await answerSurvey(app, 'Kang');

    await run(database, 'drop table users');
    await expectToRecover(app);
    expect(await users(app)).toEqual([]);
    await addUser(app, { name: 'Kang', age: 20 });
    expect((await app.inject(result)).statusCode).toBe(200);
  });

  test('a table that was dropped while no server ran comes back', async () => {
    const database = await newDatabase(engine);
    const before = await newReadyApp({ database });
    await addUser(before, { name: 'Kang', age: 20 });
    await before.close();

    await run(database, 'drop table users');
    expect(await users(await newReadyApp({ database }))).toEqual([]);
  });

  test('servers that start at the same time all work', async () => {
    const database = await newDatabase(engine);
    const PORT = await freePort();
    const settings = database.engine === 'mysql' ? settingsOf(database) : {};
    // One port, so one SQLite file, on two addresses of this machine.
    const hosts = ['127.0.0.1', '127.0.0.2'];
    const servers = hosts.map((HOST) =>
      startServer({ HOST, PORT, ...settings }),
    );
    await Promise.all(servers.map((server) => server.printed('Stop with')));
    const statuses = hosts.map(async (host) => {
      const url = `http://${host}:${PORT}`;
      const ready = async () => (await fetch(`${url}/ready`)).status;
      await expect.poll(ready).toBe(200);
      const response = await fetch(`${url}/ex5/api/user`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: host, age: 20 }),
      });
      return response.status;
    });
    expect(await Promise.all(statuses)).toEqual([201, 201]);
    // On a slow machine they may say that they wait, but nothing else.
    for (const server of servers) {
      const errors = server.log().filter(({ level }) => level > 30);
      expect(errors.filter(({ msg }) => !msg?.includes('in time'))).toEqual([]);
    }
    const all = await fetch(`http://127.0.0.1:${PORT}/ex5/api/users`);
    expect(await all.json()).toHaveLength(2);
  });
});

describe('on mysql', () => {
  test('a server that starts while another migrates waits for it', async () => {
    const database = (await newDatabase('mysql')) as Student;
    await users(await newReadyApp({ database }));
    // The other is about to make the last table, and holds Kysely's lock.
    const other = await createConnection(accountOf(database));
    const lock = "'ea586330-2c93-47c8-908d-981d9d270f9d'";
    await other.query(`select get_lock(${lock}, 10)`);
    const [last] = (await runAsRoot(
      `select * from ${database.name}.kysely_migration order by name desc limit 1`,
    )) as { name: string; timestamp: string }[];
    await other.query(
      'delete from kysely_migration where name = ?',
      last?.name,
    );
    await other.query('drop table users');

    const starting = migrate(mysqlDialect(database, 20_000, 1));
    const isWaiting = async () =>
      (await runAsRoot('show processlist')).some(
        ({ User, Info }) => User === database.user && /get_lock/.test(Info),
      );
    await expect.poll(isWaiting).toBe(true);
    await makeUsersByHand(database);
    await other.query('insert into kysely_migration set ?', last);
    await other.query(`select release_lock(${lock})`);
    await other.end();
    await starting;
    expect(await users(await newReadyApp({ database }))).toEqual([]);
  });

  test('a database whose default is latin1 takes Korean and emoji', async () => {
    const database = await newDatabase('mysql');
    await runAsRoot(`alter database ${database.name} character set latin1`);
    const app = await newReadyApp({ database });
    await addUser(app, { name, age: 17 });
    expect(await users(app)).toMatchObject([{ name }]);
    const page = await app.inject(await answerSurvey(app, name));
    expect(page.body).toContain(name);
  });

  test('so does a table that was made by hand in it', async () => {
    const database = await newDatabase('mysql');
    await runAsRoot(`alter database ${database.name} character set latin1`);
    await makeUsersByHand(database);
    const app = await newReadyApp({ database });
    await addUser(app, { name, age: 17 });
    expect(await users(app)).toMatchObject([{ name }]);

    // As the lecture goes on: the table is dropped and made again.
    await run(database, 'drop table users');
    await makeUsersByHand(database);
    await addUser(app, { name, age: 17 });
    expect(await users(app)).toMatchObject([{ name }]);
  });

  test.each([
    ['is used in between', true],
    ['is not used in between', false],
  ])('a database made again after it was dropped, and %s', async (_, used) => {
    const database = await newDatabase('mysql');
    const app = await newReadyApp({ database });
    await addUser(app, { name: 'Kang', age: 20 });

    await runAsRoot(`drop database ${database.name}`);
    if (used) {
      expect((await app.inject('/ex5/api/users')).statusCode).toBe(503);
      expect((await app.inject('/ex1/')).statusCode).toBe(200);
    }
    await runAsRoot(`create database ${database.name}`);
    await expectToRecover(app);
    expect(await users(app)).toEqual([]);
    const page = await app.inject(await answerSurvey(app, name));
    expect(page.statusCode).toBe(200);
  });
});

async function users(app: App) {
  const response = await app.inject('/ex5/api/users');
  expect(response.statusCode).toBe(200);
  return response.json();
}

async function addUser(app: App, user: { name: string; age: number }) {
  const url = '/ex5/api/user';
  const response = await app.inject({ method: 'POST', url, payload: user });
  expect(response.statusCode).toBe(201);
  return response.json();
}

/** Returns the address of the result. */
async function answerSurvey(app: App, person: string): Promise<string> {
  const response = await app.inject({
    method: 'POST',
    url: '/ex2-3/submit',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `${new URLSearchParams({ name: person, age: '17', food: '라면' })}`,
  });
  expect(response.statusCode).toBe(303);
  return String(response.headers.location);
}

/** What cannot be answered yet is a 503, and soon it is answered. */
async function expectToRecover(app: App) {
  const statuses = new Set<number>();
  const visit = async () => {
    const { statusCode } = await app.inject('/ex5/api/users');
    statuses.add(statusCode);
    return statusCode;
  };
  await expect.poll(visit).toBe(200);
  expect([200, 503]).toEqual(expect.arrayContaining([...statuses]));
}

/** The lecture's statement, in the words of each engine. */
async function makeUsersByHand(database: DatabaseConfig) {
  await run(
    database,
    database.engine === 'sqlite'
      ? 'create table users (id integer primary key autoincrement, name varchar(100), age int)'
      : 'CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100), age INT);',
  );
}

/** Runs one statement as a student would, outside the course. */
async function run(database: DatabaseConfig, statement: string) {
  if (database.engine === 'sqlite') {
    const connection = new DatabaseSync(database.file);
    connection.exec(statement);
    connection.close();
    return;
  }
  const connection = await createConnection(accountOf(database));
  await connection.query(statement);
  await connection.end();
}

function accountOf({ host, port, user, password, name }: Student) {
  return { host, port, user, password, database: name };
}
