import { existsSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import type { DatabaseConfig } from '../src/config.ts';
import { migrate } from '../src/database/migrate.ts';
import { mysqlDialect } from '../src/database/mysql.ts';
import { runAsRoot, urlOf } from './mysql.ts';
import { settingsOf, startServer } from './process.ts';
import { addUser, answerSurvey, listUsers, sendUser } from './requests.ts';
import {
  engines,
  freePort,
  newDatabase,
  newReadyApp,
  openDatabaseOf,
  runOn,
} from './support.ts';

type App = Awaited<ReturnType<typeof newReadyApp>>;

/** Characters of one to four bytes, and one that is made of several. */
const name = 'Ji 홍길동 𠮷 👩‍🍳';

describe.each(engines)('on %s', (engine) => {
  test('users and answers survive a restart', async () => {
    const database = await newDatabase(engine);
    const before = await newReadyApp({ database });
    await addUser(before, name, 17);
    const result = await answerSurvey(before, name);
    await before.close();

    const after = await newReadyApp({ database });
    expect(await listUsers(after)).toEqual([{ id: 1, name, age: 17 }]);
    const page = await after.inject(result);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(name);
  });

  test('a table made by hand is used as it is', async () => {
    const database = await newDatabase(engine);
    await makeUsersByHand(database);
    await runOn(database, "insert into users (name) values ('Jonggyu')");
    await runOn(database, 'alter table users add column email varchar(100)');
    const app = await newReadyApp({ database });
    const user = { id: 1, name: 'Jonggyu', age: null };
    expect(await listUsers(app)).toEqual([user]);
    expect((await addUser(app, 'Kang')).id).toBe(2);
  });

  test('a table that was dropped comes back, and the other stays', async () => {
    const database = await newDatabase(engine);
    const before = await newReadyApp({ database });
    await addUser(before, 'Kang');
    const result = await answerSurvey(before, 'Kang');
    await before.close();

    await runOn(database, 'drop table users');
    const after = await newReadyApp({ database });
    expect(await listUsers(after)).toEqual([]);
    expect((await after.inject(result)).statusCode).toBe(200);
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
      return (await sendUser(`${url}/ex5/api`, host)).status;
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
    const database = await newDatabase('mysql');
    await listUsers(await newReadyApp({ database }));
    // The other is about to make the last table, and holds Kysely's lock.
    const other = await createConnection(urlOf(database));
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
    expect(await listUsers(await newReadyApp({ database }))).toEqual([]);
  });

  test('an account that may make no tables uses those that there are', async () => {
    const database = await newDatabase('mysql');
    await addUser(await newReadyApp({ database }), name);
    const account = `${database.user}@'%'`;
    await runAsRoot(`revoke all, grant option from ${account}`);
    const rights = 'select, insert, update, delete';
    await runAsRoot(`grant ${rights} on ${database.name}.* to ${account}`);
    const app = await newReadyApp({ database });
    expect(await listUsers(app)).toMatchObject([{ name }]);
  });

  test('a database whose default is latin1 takes Korean and emoji', async () => {
    const database = await newDatabase('mysql');
    await runAsRoot(`alter database ${database.name} character set latin1`);
    const app = await newReadyApp({ database });
    await addUser(app, name, 17);
    expect(await listUsers(app)).toMatchObject([{ name }]);
    const page = await app.inject(await answerSurvey(app, name));
    expect(page.body).toContain(name);

    // As the lecture goes on: the table is dropped and made by hand.
    await runOn(database, 'drop table users');
    await makeUsersByHand(database);
    await addUser(app, name, 17);
    expect(await listUsers(app)).toMatchObject([{ name }]);
  });

  test.each([
    ['is used in between', true],
    ['is not used in between', false],
  ])('a database made again after it was dropped, and %s', async (_, used) => {
    const database = await newDatabase('mysql');
    const app = await newReadyApp({ database });
    await addUser(app, 'Kang');

    await runAsRoot(`drop database ${database.name}`);
    if (used) {
      expect((await app.inject('/ex5/api/users')).statusCode).toBe(503);
      expect((await app.inject('/ex1/')).statusCode).toBe(200);
    }
    await runAsRoot(`create database ${database.name}`);
    await expectToRecover(app);
    expect(await listUsers(app)).toEqual([]);
    const page = await app.inject(await answerSurvey(app, name));
    expect(page.statusCode).toBe(200);
  });
});

test('closing waits for the migrations, so that no file stays open', async () => {
  const database = await newDatabase('sqlite');
  const { start, close } = openDatabaseOf(database);
  const started = start();
  await close();
  await started.catch(() => {});
  // SQLite deletes this when the last who has the file open closes it.
  expect(existsSync(`${database.file}-wal`)).toBe(false);
});

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
  await runOn(
    database,
    database.engine === 'sqlite'
      ? 'create table users (id integer primary key autoincrement, name varchar(100), age int)'
      : 'CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100), age INT);',
  );
}
