import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { createConnection } from 'mysql2/promise';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DatabaseConfig } from '../src/config.ts';
import { makers, migrate, migrations } from '../src/database/migrate.ts';
import { mysqlDialect } from '../src/database/mysql.ts';
import { sqliteDialect } from '../src/database/sqlite.ts';
import { startProxy } from '../tools/soak/proxy.ts';
import { runAsRoot } from './mysql.ts';
import { copyProject } from './process.ts';
import { addUser, listUsers, postForm, postUser } from './requests.ts';
import {
  engines,
  freePort,
  type newApp,
  newDatabase,
  newReadyApp,
  openDatabaseOf,
  runOn,
  temporaryFolder,
} from './support.ts';

type App = ReturnType<typeof newApp>;

describe.each(engines)('on %s', (engine) => {
  test('each migration may run a second time', async () => {
    const dialect = dialectOf(await newDatabase(engine));
    await migrate(dialect);
    const db = new Kysely<unknown>({ dialect });
    onTestFinished(() => db.destroy());
    const before = await db.introspection.getTables();
    for (const { up } of Object.values(await migrations.getMigrations())) {
      await up(db);
    }
    expect(await db.introspection.getTables()).toEqual(before);
  });

  test('a dropped table comes back, though a later migration cannot run twice', async () => {
    const database = await newDatabase(engine);
    const project = copyProject();
    writeFileSync(
      join(project, 'migrations/005_note.ts'),
      `export const up = (db) => db.schema.alterTable('survey_answers')
        .addColumn('note', 'text').execute();`,
    );
    const file = join(project, 'src/database/open.ts');
    const { openDatabase } = await import(file);
    const { db } = openDatabaseOf(database, openDatabase);
    const visit = () => db.selectFrom('users').selectAll().execute();
    expect(await visit()).toEqual([]);
    for (const _ of '12') {
      await runOn(database, 'drop table users');
      await expect(visit()).rejects.toMatchObject({ statusCode: 503 });
      expect(await visit()).toEqual([]);
    }
  });

  test('only a table that our migrations make is missed', async () => {
    const { db, log } = await openReady(await newDatabase(engine));
    for (const name of ['absent', 'users_2', 'practice_users']) {
      const error = await failureOf(sql`select * from ${sql.table(name)}`, db);
      expect(error).not.toHaveProperty('statusCode');
      expect(error.message).toContain(name);
    }
    expect(log).toEqual([]);
    for (const table of Object.keys(makers)) {
      await sql`drop table ${sql.table(table)}`.execute(db);
      const select = sql`select * from ${sql.table(table)}`;
      expect(await failureOf(select, db)).toMatchObject({ statusCode: 503 });
      expect((await select.execute(db)).rows).toEqual([]);
    }
  });

  test('values are never a part of the statement', async () => {
    const { db } = await openReady(await newDatabase(engine));
    const names = [`a', (select 77)) -- x`, "O'Neil", '\\', "\\'; -- ", '"`?:'];
    const modes =
      engine === 'mysql'
        ? ['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES', 'STRICT_ALL_TABLES']
        : [''];
    for (const mode of modes) {
      await db.connection().execute(async (one) => {
        if (engine === 'mysql') await sql`set sql_mode = ${mode}`.execute(one);
        await one.deleteFrom('users').execute();
        for (const name of names) {
          await one.insertInto('users').values({ name, age: 1 }).execute();
        }
        const found = await one
          .selectFrom('users')
          .select(['name', 'age'])
          .where('name', 'in', names)
          .orderBy('id')
          .limit(10)
          .offset(0)
          .execute();
        expect(found).toEqual(names.map((name) => ({ name, age: 1 })));
      });
    }
  });

  test('transactions are carried out, or not at all', async () => {
    const { db } = await openReady(await newDatabase(engine));
    const add = (name: string, fails: boolean) =>
      db.transaction().execute(async (one) => {
        await one.insertInto('users').values({ name, age: 1 }).execute();
        if (fails) throw new Error('not today');
      });
    await Promise.all(
      ['a', 'b', 'c'].flatMap((name) => [
        add(name, false),
        expect(add(`not ${name}`, true)).rejects.toThrow('not today'),
      ]),
    );
    const users = await db.selectFrom('users').select('name').execute();
    expect(users.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c']);
  });

  test('a connection of its own tells what the database answers', async () => {
    const { db, connectOnce, log } = await openReady(await newDatabase(engine));
    const one = connectOnce();
    try {
      const error = await failureOf(sql`select * from absent`, one);
      expect(error).toMatchObject(
        engine === 'mysql'
          ? { errno: 1146, sqlState: '42S02' }
          : { errcode: 1, message: 'no such table: absent' },
      );
      expect(error).not.toHaveProperty('statusCode');
      await sql`drop table users`.execute(one);
      const missing = await failureOf(sql`select * from users`, one);
      expect(missing).not.toHaveProperty('statusCode');
      // What holds for a session ends with it.
      if (engine === 'mysql') {
        await sql`use information_schema`.execute(one);
        await failureOf(sql`select * from users`, one);
      } else {
        await sql`attach ':memory:' as practice`.execute(one);
        await sql`create table practice.t (a)`.execute(one);
      }
    } finally {
      await one.destroy();
    }
    const select = db.selectFrom('users').selectAll();
    await select.execute().catch(() => select.execute());
    expect(log.filter((line) => !line.includes('missing'))).toEqual([
      'The database is back.',
    ]);
  });

  test('where there is no connection to be had, that is a 503', async () => {
    const config = await newDatabase(engine);
    const { db, connectOnce } = openDatabaseOf(
      config.engine === 'mysql'
        ? { ...config, port: await freePort() }
        : { ...config, file: temporaryFolder() },
    );
    const one = connectOnce();
    for (const kysely of [db, one]) {
      const away = { statusCode: 503 };
      expect(await failureOf(sql`select 1`, kysely)).toMatchObject(away);
      const use = kysely.connection().execute(async () => 'connected');
      await expect(use).rejects.toMatchObject(away);
      const change = kysely.transaction().execute(async () => 'begun');
      await expect(change).rejects.toMatchObject(away);
    }
    await one.destroy();
  });
});

// Windows lets nobody delete or replace a file that is open.
const testReplacing = test.skipIf(process.platform === 'win32');

describe('an SQLite file', () => {
  test('that is locked holds up nobody but its own visitors', async () => {
    const locked = await newDatabase('sqlite');
    const app = await newReadyApp({ database: locked });
    const other = await newReadyApp();
    await addUser(app, 'Kang');
    await addUser(other, 'Kang');
    const holder = new DatabaseSync(locked.file);
    onTestFinished(() => holder.close());
    holder.exec('begin immediate');

    const start = performance.now();
    const visits = Array.from({ length: 5 }, async () => {
      const { statusCode } = await postUser(app, 'Jo');
      return { statusCode, ms: performance.now() - start };
    });
    await wait(50);
    for (let i = 0; i < 5; i += 1) {
      const before = performance.now();
      await addUser(other, 'Jo');
      expect(performance.now() - before).toBeLessThan(500);
    }
    for (const { statusCode, ms } of await Promise.all(visits)) {
      expect(statusCode).toBe(503);
      expect(ms).toBeLessThan(3000);
    }

    const late = postUser(app, 'Lee');
    await wait(100);
    holder.exec('commit');
    expect((await late).statusCode).toBe(201);
    expect(await namesIn(app)).toEqual(['Kang', 'Lee']);
  });

  testReplacing('that was deleted with its folder begins anew', async () => {
    const file = join(temporaryFolder(), 'data', 'test.sqlite');
    const database = { engine: 'sqlite', file, name: 'test' } as const;
    const app = await newReadyApp({ database });
    await addUser(app, 'Kang');
    rmSync(dirname(file), { recursive: true });
    expect(await namesIn(app)).toEqual([]);
    await addUser(app, 'Jo');
    expect(await namesIn(app)).toEqual(['Jo']);
    expect(namesInFile(file)).toEqual(['Jo']);
  });

  testReplacing('that a backup took the place of is the backup', async () => {
    const database = await newDatabase('sqlite');
    const { file } = database;
    const app = await newReadyApp({ database });
    await addUser(app, 'Kang');
    await runOn(database, `vacuum into '${file}.backup'`);
    for (let i = 0; i < 20; i += 1) await addUser(app, `later ${i}`);
    renameSync(`${file}.backup`, file);
    expect(await namesIn(app)).toEqual(['Kang']);
    await addUser(app, 'Jo');
    await app.close();
    expect(namesInFile(file)).toEqual(['Kang', 'Jo']);
  });
});

testReplacing(
  'an SQLite file that another program made anew keeps what that wrote',
  async () => {
    const database = await newDatabase('sqlite');
    const { file } = database;
    const app = await newReadyApp({ database });
    await addUser(app, 'Kang');
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    const other = new DatabaseSync(file);
    onTestFinished(() => other.close());
    other.exec(`pragma journal_mode = wal;
    create table users (id integer primary key autoincrement, name, age);
    insert into users (name, age) values ('Jo', 20)`);
    expect(await namesIn(app)).toEqual(['Jo']);
  },
);

test('an SQLite file holds on the disk what was told to be stored', async () => {
  const { db } = await openReady(await newDatabase('sqlite'));
  // Losing the power is beyond a test; 2 is FULL.
  const setting = await sql`pragma synchronous`.execute(db);
  expect(setting.rows).toEqual([{ synchronous: 2 }]);
});

describe('on mysql', () => {
  test('a connection that comes too late for one is there for the next', async () => {
    const database = await newDatabase('mysql');
    const { db, check } = await openReady({ ...database, connections: 1 });
    // Longer than anybody waits for a connection.
    const holder = db.connection().execute(() => wait(1500));
    await expect(check()).rejects.toMatchObject({ statusCode: 503 });
    await holder;
    await check();
  });

  test('what was told to have failed does not happen later', async () => {
    const database = await newDatabase('mysql');
    const app = await newReadyApp({ database });
    await addUser(app, 'Kang');
    const holder = await createConnection(process.env.TEST_MYSQL_URL ?? '');
    onTestFinished(() => holder.end());
    await holder.query('start transaction');
    const row = `${database.name}.users where id = 1`;
    await holder.query(`select * from ${row} for update`);

    const start = performance.now();
    const change = { method: 'PUT', url: '/ex5/api/user/1' } as const;
    const payload = { name: 'Jo', age: 21 };
    const response = await app.inject({ ...change, payload });
    expect(response.statusCode).toBe(503);
    expect(performance.now() - start).toBeLessThan(3000);
    // Nobody waits for the row any more, so nobody gets it afterwards.
    const waiting = await runAsRoot('show processlist');
    expect(
      waiting.filter(({ User, Info }) => User === database.user && Info),
    ).toEqual([]);
    await holder.query('commit');
    expect(await namesIn(app)).toEqual(['Kang']);
    expect((await app.inject({ ...change, payload })).statusCode).toBe(200);
  });

  test('a change that nobody knows the end of is not told to have failed', async () => {
    const database = await newDatabase('mysql');
    const proxy = await startProxy(database.port);
    onTestFinished(() => proxy.close());
    const app = await newReadyApp({
      database: { ...database, port: proxy.port },
    });
    await addUser(app, 'Kang');
    const url = '/ex5/api/user/1';
    const payload = { name: 'Jo', age: 21 };
    const form = { key: 'a', ...payload, age: '21', food: '라면' };

    proxy.set({ blackhole: true });
    const change = await app.inject({ method: 'PUT', url, payload });
    const read = await app.inject(url);
    proxy.set({});
    await addUser(app, 'Lee');

    // The survey reads how many answers there are, then writes.
    const holder = await createConnection(process.env.TEST_MYSQL_URL ?? '');
    onTestFinished(() => holder.end());
    await holder.query(`lock tables ${database.name}.survey_answers read`);
    const sent = postForm(app, '/ex2-3/submit', form);
    await vi.waitUntil(async () => {
      const all = await runAsRoot('show processlist');
      return all.some(({ Info }) => /^replace/i.test(`${Info}`));
    });
    proxy.set({ blackhole: true });
    const survey = await sent;
    for (const answer of [change, read, survey]) {
      expect(answer.statusCode).toBe(503);
    }
    expect(change.json().detail).toContain('알 수 없습니다');
    expect(survey.body).toContain('저장되었는지 알 수 없습니다');
    expect(read.json().detail).not.toContain('알 수 없습니다');
  });

  test('of two that wait for each other, one is to try again', async () => {
    const { db } = await openReady(await newDatabase('mysql'));
    const rows = [1, 2].map((age) => ({ name: 'Kang', age }));
    await db.insertInto('users').values(rows).execute();
    const both = Promise.withResolvers<void>();
    let holding = 0;
    const change = (...ids: number[]) =>
      db.transaction().execute(async (one) => {
        for (const id of ids) {
          const change = one.updateTable('users').set({ age: 3 });
          await change.where('id', '=', id).execute();
          holding += 1;
          if (holding === 2) both.resolve();
          await both.promise;
        }
      });
    const ends = await Promise.allSettled([change(1, 2), change(2, 1)]);
    expect(ends.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { statusCode: 503, cause: { errno: 1213 } } },
    ]);
  });

  test('prepares only so many statements', async () => {
    const database = await newDatabase('mysql');
    const { db } = await openReady({ ...database, connections: 1 });
    for (let i = 0; i < 150; i += 1) {
      await sql`select ${1} as ${sql.ref(`column_${i}`)}`.execute(db);
    }
    const closed = sql<{ Value: string }>`
      show session status like 'Com_stmt_close'`;
    const status = await closed.execute(db);
    expect(Number(status.rows[0]?.Value)).toBeGreaterThan(40);
  });
});

/** A database as the course opens it, with what it logs. */
async function openReady(config: DatabaseConfig) {
  const opened = openDatabaseOf(config);
  // Migrating may take longer than a request waits.
  await opened.start();
  return opened;
}

function dialectOf(config: DatabaseConfig) {
  return config.engine === 'sqlite'
    ? sqliteDialect(config.file)
    : mysqlDialect(config, 5_000, 1);
}

/** The error of a statement that must fail. */
async function failureOf(
  statement: { execute(db: Kysely<never>): Promise<unknown> },
  db: unknown,
): Promise<Error> {
  try {
    await statement.execute(db as Kysely<never>);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}

async function namesIn(app: App): Promise<string[]> {
  const users: { name: string }[] = await listUsers(app);
  return users.map(({ name }) => name);
}

function namesInFile(file: string) {
  const database = new DatabaseSync(file);
  const rows = database.prepare('select name from users order by id').all();
  database.close();
  return rows.map(({ name }) => name);
}
