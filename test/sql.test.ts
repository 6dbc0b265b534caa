import { existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { CompiledQuery } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DatabaseConfig } from '../src/config.ts';
import { openDatabase } from '../src/database/open.ts';
import {
  listStatements,
  practiceName,
} from '../src/exercises/sql/statements.ts';
import { runAsRoot } from './mysql.ts';
import { findAll, part, textOf } from './page.ts';
import { blankNames, escaped, oddNames, postForm, stored } from './requests.ts';
import {
  atTheEnd,
  engines,
  newApp,
  newDatabase,
  newReadyApp,
  shareCourse,
} from './support.ts';

type Fields = Record<string, string>;
const jonggyu = { name: 'Jonggyu', age: '17' };

/** Presses a statement's button, and reads the page that follows. */
async function press(app: FastifyInstance, id: string, fields: Fields = {}) {
  const sent = await postForm(app, `/sql/run/${id}`, fields);
  expect(sent.statusCode, `${id}: ${sent.body}`).toBe(303);
  const { statusCode, body } = await app.inject(`${sent.headers.location}`);
  expect(statusCode).toBe(200);
  const shown = part(body, 'class="answer"', '</section>');
  const [answer = '', before = '', after = ''] = shown.split('<h4>');
  return {
    answer: wordsOf(answer),
    before: cellsOf(before),
    after: cellsOf(after),
  };
}

const wordsOf = (html: string) =>
  textOf(html.slice(html.indexOf('<h3>')).replaceAll('</td>', ' '))
    .replace(/\s+/g, ' ')
    .trim();
const cellsOf = (html: string) =>
  findAll(html, /<t[hd][^>]*>([^<]*)</g).map(textOf);

/** A course whose account may make a practice database. */
async function newCourse(engine: (typeof engines)[number]) {
  const { app, database } = await shareCourse(engine);
  const practice = practiceName(database.name);
  if (database.engine === 'mysql') {
    const escapedName = practice.replaceAll('_', '\\_');
    await runAsRoot(
      `grant all on \`${escapedName}\`.* to ${database.user}@'%'`,
    );
    const drop = `drop database if exists ${practice}`;
    atTheEnd(async () => void (await runAsRoot(drop)));
  }
  return { app, database, practice };
}

/** Whatever was there: then there is the empty table to practise on. */
async function begin(app: FastifyInstance) {
  for (const id of ['drop-database', 'create-database', 'create-table']) {
    await press(app, id);
  }
}

async function isThere(database: DatabaseConfig, practice: string) {
  if (database.engine === 'sqlite') {
    return existsSync(
      database.file.replace('test.sqlite', `${practice}.sqlite`),
    );
  }
  const rows = await runAsRoot(`show databases like '${practice}'`);
  return rows.length > 0;
}

describe.each(engines)('on %s', async (engine) => {
  const isMysql = engine === 'mysql';
  const { app, database, practice } = await newCourse(engine);

  test('shows the login line and the fourteen statements in their order', async () => {
    const { body } = await app.inject('/sql/');
    const shown = findAll(body, /<h2>\d+\. .*?<code>(.*?)<\/code>/gs);
    expect(shown.map(textOf)).toEqual([
      `CREATE DATABASE ${practice};`,
      'SHOW DATABASES;',
      `USE ${practice};`,
      'SHOW TABLES;',
      'CREATE TABLE practice_users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100), age INT);',
      'DESCRIBE practice_users;',
      "INSERT INTO practice_users (name, age) VALUES ('Jonggyu', 17);",
      'SELECT * FROM practice_users;',
      "SELECT * FROM practice_users WHERE name = 'Jonggyu';",
      "UPDATE practice_users SET age = 15 WHERE name = 'jonggyu';",
      "DELETE FROM practice_users WHERE name = 'jonggyu';",
      'ALTER TABLE practice_users ADD COLUMN email VARCHAR(100);',
      'DROP TABLE practice_users;',
      `DROP DATABASE ${practice};`,
    ]);
    const account = 'user' in database ? database.user : database.name;
    expect(body).toMatch(new RegExp(`\\$ mysql .*-u ${account} -p`));

    // And the Kysely code that runs, with the SQL that it gives.
    const page = textOf(body);
    expect(page).toMatch(/db\s*\.updateTable\(.practice_users.\)\s*\.set/);
    expect(page.replaceAll('`', '"')).toContain(
      'update "practice_users" set "age" = ? where "name" = ?',
    );
    expect(page).toContain('[15,"jonggyu"]');
  });

  test('runs all fourteen, and shows the table before and after each', async () => {
    await press(app, 'drop-database');
    await press(app, 'create-database');
    expect(await isThere(database, practice)).toBe(true);
    expect((await press(app, 'show-databases')).answer).toContain(practice);
    expect((await press(app, 'use')).answer).not.toContain('ERROR');
    expect((await press(app, 'show-tables')).answer).toContain('0행');

    const created = await press(app, 'create-table');
    expect(created.before).toEqual([]);
    expect((await press(app, 'select')).answer).toContain('0행');
    expect((await press(app, 'show-tables')).answer).toContain(
      'practice_users',
    );
    expect((await press(app, 'describe')).answer).toMatch(/varchar\(100\)/i);

    const inserted = await press(app, 'insert', jonggyu);
    expect(inserted.answer).toContain('영향받은 행: 1 / 새 id: 1');
    expect(inserted.before).toEqual([]);
    expect(inserted.after.slice(3)).toEqual(['1', 'Jonggyu', '17']);
    const all = await press(app, 'select');
    expect(all.answer).toMatch(/id name age 1 Jonggyu 17 1행/);
    const found = await press(app, 'select-where', { name: 'Jonggyu' });
    expect(found.answer).toMatch(/id name age 1 Jonggyu 17 1행/);
    const none = await press(app, 'select-where', { name: 'nobody' });
    expect(none.answer).toContain('오류가 아니라 결과가 0행인 것입니다');

    // What the lecture does: MySQL ignores case here, and SQLite does not.
    const updated = await press(app, 'update', { name: 'jonggyu', age: '15' });
    expect(updated.after.at(-1)).toBe(isMysql ? '15' : '17');
    const altered = await press(app, 'alter');
    expect(altered.answer).not.toContain('ERROR');
    expect(altered.after.slice(3, 4)).toEqual(['email']);
    expect(altered.after.at(-1)).toBe('NULL');
    const deleted = await press(app, 'delete', { name: 'Jonggyu' });
    expect(deleted.answer).toContain('영향받은 행: 1');
    expect(deleted.after).toEqual([]);
    expect((await press(app, 'drop-table')).after).toEqual([]);
    await press(app, 'drop-database');
    expect(await isThere(database, practice)).toBe(false);
  });

  test('shows an error as the server words it', async () => {
    await press(app, 'drop-database');
    const { answer } = await press(app, 'select');
    expect(answer).toContain(
      isMysql
        ? `ERROR 1146 (42S02): Table '${database.name}.practice_users' doesn't exist`
        : 'ERROR 1 (SQL logic error): no such table: practice_users',
    );
    await press(app, 'create-database');
    expect((await press(app, 'create-database')).answer).toContain(
      isMysql
        ? `ERROR 1007 (HY000): Can't create database '${practice}'; database exists`
        : `ERROR 1 (SQL logic error): database ${practice} is already in use`,
    );
  });

  test('leaves the tables and the database of the others alone', async () => {
    const url = '/ex5/api/user';
    const payload = { name: 'Jonggyu', age: 17 };
    await app.inject({ method: 'POST', url, payload });
    for (const { id } of listStatements(database.name)) {
      await press(app, id, jonggyu);
      const users = await app.inject('/ex5/api/users');
      expect(users.json(), id).toMatchObject([payload]);
    }
    expect(await isThere(database, database.name)).toBe(true);
  });

  test('takes what a reader types as a value, never as SQL or HTML', async () => {
    await begin(app);
    for (const name of oddNames) {
      await press(app, 'insert', { name, age: '17' });
      const sent = await postForm(app, '/sql/run/select-where', { name });
      const { body } = await app.inject(`${sent.headers.location}`);
      expect(body).toContain(`<td>${escaped(stored(name))}</td>`);
    }
  });

  test('refuses bad values, keeps them and runs nothing', async () => {
    await begin(app);
    const wrong = {
      name: [...blankNames, '가'.repeat(101)],
      age: ['열일곱', '1.5', '-1', '151', ''],
    };
    const cases = Object.entries(wrong).flatMap(([field, entries]) =>
      entries.map((entry) => [field, { ...jonggyu, [field]: entry }] as const),
    );
    for (const [field, fields] of cases) {
      const { statusCode, body } = await postForm(
        app,
        '/sql/run/insert',
        fields,
      );
      expect(statusCode).toBe(400);
      expect(body).toContain(`<a href="#insert-${field}">`);
      const form = part(body, 'action="/sql/run/insert"', '</form>');
      for (const entry of Object.values(fields)) {
        // As a browser reads it.
        const shown = escaped(entry).replace('\r\n', '\n');
        expect(form).toContain(`value="${shown}"`);
      }
    }
    const { after } = await press(app, 'select');
    expect(after).toEqual([]);
  });

  test('shows a text with quotes as its database would read it', async () => {
    await begin(app);
    const { answer } = await press(app, 'insert', { name: "O'B\\", age: '1' });
    expect(answer).toContain(isMysql ? "('O''B\\\\', 1)" : "('O''B\\', 1)");
  });

  test('remembers fifty runs', async () => {
    const first = await postForm(app, '/sql/run/select', {});
    const isShown = async () => {
      const { body } = await app.inject(`${first.headers.location}`);
      return body.includes('class="answer"');
    };
    for (let run = 0; run < 49; run += 1) await press(app, 'select');
    expect(await isShown()).toBe(true);
    await press(app, 'select');
    expect(await isShown()).toBe(false);
  });

  test('does by Kysely just what the statements do', async () => {
    // Here the twins run; there is no practice database, so that statements
    // and twins mean the same table of the course's own database.
    const other = await newDatabase(engine);
    const twins = { database: other, app: newApp({ database: other }) };
    await press(app, 'drop-database');
    const { db, close } = openDatabase(twins.database, twins.app.log);
    onTestFinished(close);
    const checked: string[] = [];
    for (const { id, kysely, values } of listStatements(database.name)) {
      const all = { name: '', age: 0, ...values };
      const { after } = await press(app, id, { ...all, age: `${all.age}` });
      if (kysely === undefined) continue;
      await db.executeQuery(kysely(db, all).compile());
      expect((await press(twins.app, 'select')).after, id).toEqual(after);
      checked.push(id);
    }
    expect(checked).toHaveLength(8);
  });

  test('shows a hundred rows of more that were added by hand', async () => {
    const other = await newDatabase(engine);
    const app = await newReadyApp({ database: other });
    const { db, close } = openDatabase(other, app.log);
    onTestFinished(close);
    const rows = "select 'Kim' as name union all ".repeat(101).slice(0, -11);
    await db.executeQuery(
      CompiledQuery.raw(`create table practice_users as ${rows}`),
    );
    const { answer, after } = await press(app, 'select');
    expect(answer).toMatch(/ 100행까지만 보여 줍니다\.$/);
    expect(after).toHaveLength(1 + 100);
  });

  test('joins two tables, of which nothing stays', async () => {
    for (let times = 0; times < 2; times += 1) {
      const { answer } = await press(app, 'join');
      expect(answer).toMatch(
        /name food 박종규 라면 김민지 김밥 박종규 피자 3행$/,
      );
    }
  });

  test('shows each window its own answer, and none that is forgotten', async () => {
    await begin(app);
    const names = ['Kim', 'Lee', 'Park', 'Choi', 'Jung'];
    const answers = await Promise.all(
      names.map((name) => press(app, 'insert', { name, age: '20' })),
    );
    for (const [index, { answer }] of answers.entries()) {
      expect(answer).toContain(`VALUES ('${names[index]}', 20);`);
    }
    const { statusCode, body } = await app.inject('/sql/?run=999&run=x');
    expect(statusCode).toBe(200);
    expect(body).not.toContain('class="answer"');
  });

  test('bears many readers at once, on connections of their own', async () => {
    const ids = ['create-database', 'create-table', 'use', 'drop-database'];
    const requests = Array.from({ length: 4 }, () => [
      ...ids.map((id) => postForm(app, `/sql/run/${id}`, {})),
      app.inject('/ex5/api/users'),
    ]);
    for (const { statusCode } of await Promise.all(requests.flat())) {
      expect([200, 303]).toContain(statusCode);
    }
    if (database.engine !== 'mysql') return;
    const { user, connections } = database;
    const open = await runAsRoot(
      `select * from information_schema.processlist where user = '${user}'`,
    );
    expect(open.length).toBeLessThanOrEqual(connections);
  });
});

test('runs nothing but what the list names', async () => {
  const app = newApp();
  expect((await postForm(app, '/sql/run/truncate', {})).statusCode).toBe(404);
  const byGet = await app.inject('/sql/run/insert');
  expect(byGet.statusCode).toBe(405);
  expect(byGet.headers.allow).toBe('POST');
  const payload = { name: 'Kim', age: 20 };
  const url = '/sql/run/insert';
  const byJson = await app.inject({ method: 'POST', url, payload });
  expect(byJson.statusCode).toBe(415);
});

test('on SQLite, shows its own words beside the lecture’s, and why', async () => {
  const app = await newReadyApp({ port: 15007 });
  const { body } = await app.inject('/sql/');
  expect(body).toContain('DB_HOST=127.0.0.1');
  expect(textOf(body)).toContain('ATTACH DATABASE ? AS');
  expect(body).toContain('없는 파일에 연결하면 만들어집니다');
  const { answer } = await press(app, 'create-database');
  expect(answer).toMatch(/ATTACH DATABASE '.*test_practice.sqlite' AS/);
});

describe('on MySQL', async () => {
  const { app, database } = await newCourse('mysql');

  test('practises in the given database where the account may make no other', async () => {
    const database = await newDatabase('mysql');
    const app = await newReadyApp({ database });
    const practice = practiceName(database.name);
    for (const id of ['create-database', 'use', 'drop-database']) {
      const { answer } = await press(app, id);
      expect(answer, id).toMatch(/ERROR 1044 \(42000\): Access denied/);
      expect(answer, id).toContain(`database '${practice}'`);
    }
    await press(app, 'create-table');
    const { after } = await press(app, 'insert', jonggyu);
    expect(after.slice(3)).toEqual(['1', 'Jonggyu', '17']);
    const { answer } = await press(app, 'show-tables');
    expect(answer).toContain(`Tables_in_${database.name}`);
    expect(await isThere(database, database.name)).toBe(true);
  });

  test('is back by itself when the given database is', async () => {
    await runAsRoot(`drop database ${database.name}`);
    const gone = await postForm(app, '/sql/run/select', {});
    expect(gone.statusCode).toBe(503);
    await runAsRoot(`create database ${database.name}`);
    const back = await postForm(app, '/sql/run/select', {});
    expect(back.statusCode).toBe(303);
  });

  test('shows no password, not even of a refused account', async () => {
    const database = await newDatabase('mysql');
    const password = 'wrong-secret';
    const refused = newApp({ database: { ...database, password } });
    const answer = await postForm(refused, '/sql/run/select', {});
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain(password);
    expect((await refused.inject('/sql/')).body).not.toContain(password);
  });
});
