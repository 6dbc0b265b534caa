import type { FastifyInstance } from 'fastify';
import { createConnection } from 'mysql2/promise';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../src/database/open.ts';
import { startValues } from '../src/exercises/sql/form.ts';
import { readPractice } from '../src/exercises/sql/practice.ts';
import { listStatements } from '../src/exercises/sql/statements.ts';
import { runAsRoot } from './mysql.ts';
import { engines, freePort, newApp, newDatabase } from './support.ts';

type Form = Record<string, string>;

/** Presses a step's button, as a browser does. */
function press(app: FastifyInstance, id: string, form: Form = {}) {
  return app.inject({
    method: 'POST',
    url: `/sql/run/${id}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });
}

/** Presses a step's button and reads the answer on the page that follows. */
async function run(app: FastifyInstance, id: string, form: Form = {}) {
  const response = await press(app, id, form);
  expect(response.statusCode, `${id}: ${response.body}`).toBe(303);
  const page = await app.inject(`${response.headers.location}`);
  expect(page.statusCode).toBe(200);
  return answerOf(page.body);
}

/** The part of a page between a step's answer and the next step. */
function answerOf(html: string): string {
  const from = html.indexOf('class="answer"');
  return from < 0 ? '' : html.slice(from, html.indexOf('</section>', from));
}

async function readLog(app: FastifyInstance): Promise<string[]> {
  const { body } = await app.inject('/sql/');
  const [, log = ''] = /<textarea[^>]*>\n([^<]*)</.exec(body) ?? [];
  return toText(log).split('\n');
}

function toText(html: string): string {
  return html
    .replaceAll('&#39;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The rows that a page shows in its last table, as text. */
function cellsOf(html: string): string[] {
  const table = html.slice(html.lastIndexOf('<table'));
  return [...table.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell]) =>
    toText(cell ?? ''),
  );
}

/** A course whose database has been migrated, however slow the machine is. */
async function newReadyApp(changes: Parameters<typeof newApp>[0] = {}) {
  const app = newApp(changes);
  await expect
    .poll(async () => (await app.inject('/ready')).statusCode, {
      timeout: 20_000,
    })
    .toBe(200);
  return app;
}

describe.each(engines)('on %s', (engine) => {
  async function newCourse() {
    const database = await newDatabase(engine);
    return { app: await newReadyApp({ database }), database };
  }

  test('shows the login line and fourteen statements with the reader’s own database', async () => {
    const { app, database } = await newCourse();
    const { body } = await app.inject('/sql/');
    const { name } = database;
    const shown = [...body.matchAll(/<h2>\d+\. .*?<code>(.*?)<\/code>/gs)];
    expect(shown.map(([, statement]) => toText(statement ?? ''))).toEqual([
      `CREATE DATABASE ${name};`,
      'SHOW DATABASES;',
      `USE ${name};`,
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
      `DROP DATABASE ${name};`,
    ]);
    const account = 'user' in database ? database.user : 'student_15001';
    expect(body).toMatch(new RegExp(`\\$ mysql .*-u ${account} -p`));
  });

  test('runs the statements in order and shows the table before and after', async () => {
    const { app } = await newCourse();
    expect(await run(app, 'create-table')).toContain('표가 없습니다');
    const inserted = await run(app, 'insert', { name: 'Jonggyu', age: '17' });
    expect(inserted).toContain('영향을 받은 줄: 1');
    expect(inserted).toContain('새 번호(id): 1');
    expect(inserted).toContain('연습 표: 실행 전');
    expect(inserted).toContain('연습 표: 실행 후');
    expect(cellsOf(inserted)).toEqual([
      'id',
      'name',
      'age',
      '1',
      'Jonggyu',
      '17',
    ]);

    const selected = await run(app, 'select');
    expect(selected).toContain('1줄');
    expect(selected).toContain('연습 표: 전과 후가 같음');
    expect(selected).toMatch(/걸린 시간: \d+\.\d ms/);

    await run(app, 'update', { name: 'Jonggyu', age: '15' });
    const altered = await run(app, 'alter');
    expect(cellsOf(altered)).toEqual([
      'id',
      'name',
      'age',
      'email',
      '1',
      'Jonggyu',
      '15',
      'NULL',
    ]);
    const deleted = await run(app, 'delete', { name: 'Jonggyu' });
    expect(deleted).toContain('영향을 받은 줄: 1');
    expect(await run(app, 'drop-table')).toContain('표가 없습니다');
  });

  test('does not count rows for a statement that changes none', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    await run(app, 'insert', { name: 'Jonggyu', age: '17' });
    expect(await run(app, 'alter')).not.toContain('영향을 받은 줄');
  });

  test('names the columns of an answer without rows', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    const answer = await run(app, 'select-where', { name: 'nobody' });
    const [table = ''] = answer.split('</table>');
    expect(table).toContain('0줄');
    expect(cellsOf(table)).toEqual(['id', 'name', 'age']);
    expect(answer).toContain('조건에 맞는 줄이 없습니다');
  });

  test('takes what the reader writes as a value, never as SQL or HTML', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    const name = "<b>'); DROP TABLE practice_users; -- \\";
    const inserted = await run(app, 'insert', { name, age: '17' });
    expect(inserted).not.toContain('<b>');
    const found = await run(app, 'select-where', { name });
    expect(cellsOf(found)).toEqual(['id', 'name', 'age', '1', name, '17']);
  });

  test('says which step comes first, and runs nothing', async () => {
    const { app } = await newCourse();
    for (const id of ['insert', 'select', 'update', 'alter', 'drop-table']) {
      const response = await press(app, id, { name: 'Jonggyu', age: '17' });
      expect(response.statusCode).toBe(409);
      expect(response.body).toContain('실행하지 않았습니다');
      expect(response.body).toContain('연습 표가 없습니다.');
      expect(response.body).toContain('먼저 할 단계: 5. 테이블 생성');
    }
    await run(app, 'create-table');
    const again = await press(app, 'create-table');
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('먼저 할 단계: 13. 테이블 삭제');
    await run(app, 'alter');
    expect((await press(app, 'alter')).statusCode).toBe(409);
    expect(await readLog(app)).toHaveLength(engine === 'sqlite' ? 3 : 2);
  });

  test('stops taking rows before the page gets long', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    for (let row = 0; row <= 20; row += 1) {
      await run(app, 'insert', { name: `사람 ${row}`, age: '20' });
    }
    const response = await press(app, 'insert', { name: 'Kim', age: '20' });
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain('줄이 20개를 넘었습니다');
    await run(app, 'delete', { name: '사람 3' });
    await run(app, 'insert', { name: 'Kim', age: '20' });
  });

  test('refuses bad values, keeps them and runs nothing', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    const cases: [field: string, form: Form][] = [
      ['insert-name', { name: '', age: '17' }],
      ['insert-name', { name: ' \t', age: '17' }],
      ['insert-name', { name: '가'.repeat(101), age: '17' }],
      ['insert-age', { name: 'Kim', age: '열일곱' }],
      ['insert-age', { name: 'Kim', age: '1.5' }],
      ['insert-age', { name: 'Kim', age: '-1' }],
      ['insert-age', { name: 'Kim', age: '151' }],
      ['insert-age', { name: 'Kim' }],
    ];
    for (const [field, form] of cases) {
      const { statusCode, body } = await press(app, 'insert', form);
      expect(statusCode).toBe(400);
      expect(body).toContain('다시 확인해 주세요');
      expect(body).toContain(`<a href="#${field}">`);
      for (const entry of Object.values(form)) {
        expect(body).toContain(`value="${entry}"`);
      }
    }
    expect((await readLog(app)).join()).not.toContain('INSERT');
  });

  test('takes a name of 100 emoji', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    const name = '🐬'.repeat(100);
    expect(await run(app, 'insert', { name, age: '0' })).toContain(name);
  });

  test('puts the practice table back, whether it is there or not', async () => {
    const { app } = await newCourse();
    await run(app, 'reset');
    await run(app, 'create-table');
    await run(app, 'insert', { name: 'Jonggyu', age: '17' });
    await run(app, 'reset');
    await run(app, 'create-table');
    const answer = await run(app, 'insert', { name: 'Kim', age: '20' });
    expect(answer).toContain('새 번호(id): 1');
  });

  test('leaves ex5’s users alone, and never drops the database', async () => {
    const { app } = await newCourse();
    const user = { name: 'Jonggyu', age: 17 };
    await app.inject({
      method: 'POST',
      url: '/ex5/api/user',
      payload: user,
    });
    await run(app, 'create-table');
    await run(app, 'insert', { name: 'Jonggyu', age: '17' });
    await run(app, 'delete', { name: 'Jonggyu' });
    await run(app, 'drop-table');
    const response = await press(app, 'drop-database');
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain('실행하지 않습니다');
    expect(response.body).toContain('ex5');
    const { body } = await app.inject('/sql/');
    expect(body).not.toContain('/run/drop-database');
    const users = await app.inject('/ex5/api/users');
    expect(users.json()).toMatchObject([user]);
  });

  test('does by Kysely just what the statements do', async () => {
    const { app, database } = await newCourse();
    const open = openDatabase(database, app.log);
    onTestFinished(() => open.close());
    const { db } = open;
    const checked: string[] = [];
    for (const statement of listStatements(database.name)) {
      const { id, twin } = statement;
      if (twin === undefined || id.endsWith('-database')) continue;
      const values = startValues(statement);
      // First the statement, then, on the same table, its twin.
      const form = { name: values.name, age: `${values.age}` };
      const before = await tableOf(db, engine);
      await run(app, id, form);
      const byStatement = await tableOf(db, engine);
      await restore(app, before);
      expect(await tableOf(db, engine)).toEqual(before);
      await db.executeQuery(twin(db, values).compile());
      expect(await tableOf(db, engine), id).toEqual(byStatement);
      checked.push(id);
    }
    expect(checked).toEqual([
      'create-table',
      'insert',
      'select',
      'select-where',
      'update',
      'delete',
      'alter',
      'drop-table',
    ]);
  });

  test('shows the Kysely code and the SQL that it gives', async () => {
    const { app } = await newCourse();
    const { body } = await app.inject('/sql/');
    const page = toText(body);
    expect(page).toMatch(
      /<code>db\s*\.updateTable\(.practice_users.\)\s*\.set/,
    );
    const compiled = {
      sqlite: 'update "practice_users" set "age" = ? where "name" = ?',
      mysql: 'update `practice_users` set `age` = ? where `name` = ?',
    };
    expect(page).toContain(`<code>${compiled[engine]}</code>`);
    expect(page).toContain('<code>[15,"jonggyu"]</code>');
  });

  test('lists what ran, oldest first, and keeps the last fifty', async () => {
    const { app } = await newCourse();
    expect((await app.inject('/sql/')).body).toContain('아직 없습니다');
    await run(app, 'create-table');
    await run(app, 'insert', { name: "O'Brien", age: '17' });
    await run(app, 'select');
    expect((await readLog(app)).slice(-3)).toEqual([
      expect.stringMatching(/^CREATE TABLE .* AUTO_INCREMENT/),
      "INSERT INTO practice_users (name, age) VALUES ('O\\'Brien', 17);",
      'SELECT * FROM practice_users;',
    ]);
    for (let count = 0; count < 60; count += 1) await press(app, 'select');
    const log = await readLog(app);
    expect(log).toEqual(Array(50).fill('SELECT * FROM practice_users;'));
  });

  test('shows each window its own answer, and none that is forgotten', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    const names = ['Kim', 'Lee', 'Park'];
    const pressed = await Promise.all(
      names.map((name) => press(app, 'insert', { name, age: '20' })),
    );
    for (const [index, { headers }] of pressed.entries()) {
      const { body } = await app.inject(`${headers.location}`);
      expect(body).toContain(`VALUES (&#39;${names[index]}&#39;, 20);</code>`);
    }
    const { statusCode, body } = await app.inject('/sql/?run=999&run=x');
    expect(statusCode).toBe(200);
    expect(answerOf(body)).toBe('');
  });

  test('bears many readers at once', async () => {
    const { app } = await newCourse();
    const form = { name: 'Kim', age: '20' };
    const ids = ['create-table', 'insert', 'select', 'drop-table', 'reset'];
    const requests = Array.from({ length: 8 }, () => [
      ...ids.map((id) => press(app, id, form)),
      app.inject('/sql/'),
    ]);
    const responses = await Promise.all(requests.flat());
    for (const { statusCode } of responses) {
      expect([200, 303, 409]).toContain(statusCode);
    }
    expect((await app.inject('/ready')).statusCode).toBe(200);
  });

  test('keeps the log of one course from another', async () => {
    const { app } = await newCourse();
    await run(app, 'create-table');
    const { app: other } = await newCourse();
    expect((await other.inject('/sql/')).body).not.toContain('<textarea');
  });
});

test('has no step that the list does not name', async () => {
  const app = newApp();
  expect((await press(app, 'truncate')).statusCode).toBe(404);
  const wrongMethod = await app.inject('/sql/run/insert');
  expect(wrongMethod.statusCode).toBe(405);
  expect(wrongMethod.headers.allow).toBe('POST');
  const json = await app.inject({
    method: 'POST',
    url: '/sql/run/insert',
    payload: { name: 'Kim', age: 20 },
  });
  expect(json.statusCode).toBe(415);
});

describe('on SQLite', () => {
  test('says what MySQL would do where a statement is missing, and how to connect one', async () => {
    const app = await newReadyApp({ port: 15007 });
    for (const id of ['create-database', 'show-databases', 'describe']) {
      const response = await press(app, id);
      expect(response.statusCode).toBe(409);
      expect(response.body).toContain('MySQL이라면');
    }
    const { body } = await app.inject('/sql/');
    expect(body).toContain('PORT=15007 DB_HOST=127.0.0.1 npm start');
    expect(body).not.toContain('create schema');
    expect(await readLog(app)).toEqual(['']);
  });

  test('tells that it spells CREATE TABLE its own way', async () => {
    const app = await newReadyApp();
    const answer = await run(app, 'create-table');
    expect(answer).toContain('INTEGER PRIMARY KEY AUTOINCREMENT');
    const [note, statement] = await readLog(app);
    expect(note).toMatch(/^-- .*AUTOINCREMENT/);
    expect(statement).toMatch(/AUTO_INCREMENT/);
  });

  test('explains that its WHERE tells cases apart', async () => {
    const app = await newReadyApp();
    await run(app, 'create-table');
    await run(app, 'insert', { name: 'Jonggyu', age: '17' });
    const answer = await run(app, 'update', { name: 'jonggyu', age: '15' });
    expect(answer).toContain('영향을 받은 줄: 0');
    expect(answer).toContain('대소문자를 가리는 BINARY');
  });

  test('shows an error of SQLite as SQLite words it', async () => {
    const database = await newDatabase('sqlite');
    const app = await newReadyApp({ database });
    const { db, close } = openDatabase(database, app.log);
    onTestFinished(close);
    await db.schema
      .createTable('practice_users')
      .addColumn('x', 'text')
      .execute();
    const answer = await run(app, 'insert', { name: 'Kim', age: '20' });
    expect(answer).toContain('ERROR 1 (SQL logic error):');
    expect(answer).toContain('no column named name');
  });
});

describe('on MySQL', () => {
  async function newMysql() {
    const database = await newDatabase('mysql');
    if (database.engine !== 'mysql') throw new Error('not MySQL');
    return { database, app: await newReadyApp({ database }) };
  }

  test('explains 1007: the database was handed out already', async () => {
    const { app, database } = await newMysql();
    const answer = await run(app, 'create-database');
    expect(answer).toContain('ERROR 1007 (HY000): Can&#39;t create database');
    expect(answer).toContain(database.name);
    expect(answer).toContain('이미 만들어져 있습니다');
    expect(await readLog(app)).toEqual([
      `CREATE DATABASE ${database.name}; -- ERROR 1007`,
    ]);
  });

  test('explains 1044: the account may not make databases', async () => {
    const { app: first, database } = await newMysql();
    await first.close();
    // A session keeps the rights that it had when it chose its database.
    const app = newApp({ database });
    const granted = database.name.replace('_', '\\_');
    await runAsRoot(
      `revoke create on \`${granted}\`.* from ${database.user}@'%'`,
    );
    const answer = await run(app, 'create-database');
    expect(answer).toContain('ERROR 1044 (42000): Access denied');
    expect(answer).toContain('권한이 없습니다');
    expect((await app.inject('/sql/')).statusCode).toBe(200);
  });

  test('shows tables with the columns as the server names them', async () => {
    const { app, database } = await newMysql();
    await run(app, 'create-table');
    const databases = await run(app, 'show-databases');
    expect(databases).toContain('<th scope="col">Database</th>');
    expect(databases).toContain(`<td>${database.name}</td>`);
    expect(await run(app, 'use')).toContain('성공했습니다');
    const tables = await run(app, 'show-tables');
    expect(tables).toContain(`>Tables_in_${database.name}</th>`);
    expect(tables).toContain('<td>practice_users</td>');
    const columns = await run(app, 'describe');
    for (const cell of ['Field', 'varchar(100)', 'PRI', 'auto_increment']) {
      expect(columns).toContain(`>${cell}<`);
    }
  });

  test.each(['select-where', 'update', 'delete'])(
    'explains that the WHERE of %s ignores case',
    async (id) => {
      const { app } = await newMysql();
      await run(app, 'create-table');
      await run(app, 'insert', { name: 'Jonggyu', age: '17' });
      const form = { name: 'Jonggyu', age: '17' };
      const exact = await run(app, 'select-where', form);
      expect(exact).not.toContain('왜 그럴까?');
      const answer = await run(app, id, { ...form, name: 'jonggyu' });
      expect(answer).toContain('왜 그럴까?');
      expect(answer).toMatch(/\(collation\)은 utf8mb4_\w+_ci입니다/);
    },
  );

  test('tells matched rows from rows whose value changed', async () => {
    const { app } = await newMysql();
    await run(app, 'create-table');
    await run(app, 'insert', { name: 'Kim', age: '17' });
    const answer = await run(app, 'update', { name: 'Kim', age: '17' });
    expect(answer).toContain('영향을 받은 줄: 1');
    expect(answer).toContain('값이 정말 바뀐 줄: 0');
  });

  test('lists the tables that DROP DATABASE would take along', async () => {
    const { app, database } = await newMysql();
    const { body } = await press(app, 'drop-database');
    expect(body).toContain('survey_answers, users)가 한꺼번에 사라집니다');
    const rows = await runAsRoot(`show databases like '${database.name}'`);
    expect(rows).toHaveLength(1);
  });

  test('writes a log that a mysql client runs to the same end', async () => {
    const { app, database } = await newMysql();
    await run(app, 'create-table');
    const names = ["O'Brien", 'a\\b', '"; -- ?', '두\n줄', '🐬<b>'];
    for (const name of names) await run(app, 'insert', { name, age: '20' });
    await run(app, 'update', { name: 'a\\b', age: '21' });
    const log = await readLog(app);

    const { database: other } = await newMysql();
    const { host, port, user, password, name } = other;
    const client = await createConnection({
      host,
      port,
      user,
      password,
      database: name,
      charset: 'utf8mb4',
    });
    onTestFinished(() => client.end());
    for (const line of log) await client.query(line);
    const [rows] = await client.query('SELECT * FROM practice_users');
    expect(rows).toEqual(
      names.map((name, index) => ({
        id: index + 1,
        name,
        age: name === 'a\\b' ? 21 : 20,
      })),
    );
    expect(database.name).not.toBe(name);
  });

  test('says how to make the database again after it was dropped by hand', async () => {
    const { app, database } = await newMysql();
    await run(app, 'create-table');
    await runAsRoot(`drop database ${database.name}`);
    const gone = await app.inject('/sql/');
    expect(gone.statusCode).toBe(503);
    expect(gone.body).toContain(`CREATE DATABASE ${database.name};`);
    await runAsRoot(`create database ${database.name}`);
    await expect
      .poll(async () => (await app.inject('/sql/')).statusCode)
      .toBe(200);
    await run(app, 'create-table');
  });

  test('tells a refused account from a server that is away, without passwords', async () => {
    const { database } = await newMysql();
    const password = 'wrong-secret';
    const refused = newApp({ database: { ...database, password } });
    const answer = await refused.inject('/sql/');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('오류');
    expect(answer.body).toContain('1045');
    expect(answer.body).not.toContain(password);
  });
});

test('says what to check while the MySQL server is away', async () => {
  const port = await freePort();
  const name = 'student_15007';
  const account = { user: name, password: 'its-secret', name };
  const app = newApp({
    port: 15007,
    database: {
      engine: 'mysql',
      host: '127.0.0.1',
      port,
      ...account,
      connections: 2,
    },
  });
  for (const response of [
    await app.inject('/sql/'),
    await press(app, 'create-table'),
  ]) {
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
    expect(response.body).toContain('데이터베이스가 대답하지 않습니다');
    expect(response.body).toContain(`127.0.0.1:${port}`);
    expect(response.body).not.toContain('its-secret');
  }
});

test('never tells the password of the database', async () => {
  const database = await newDatabase('mysql');
  if (database.engine !== 'mysql') throw new Error('not MySQL');
  const password = 'p4ss-only-here';
  await runAsRoot(
    `alter user ${database.user}@'%' identified by '${password}'`,
  );
  const app = await newReadyApp({ database: { ...database, password } });
  const { statusCode, body } = await app.inject('/sql/');
  expect(statusCode).toBe(200);
  expect(body).not.toContain(password);
});

type Db = Parameters<typeof readPractice>[0];

async function tableOf(db: Db, engine: string) {
  const { table } = await readPractice(db, engine);
  return table;
}

/** Makes the practice table again as it was. */
async function restore(
  app: FastifyInstance,
  table: Awaited<ReturnType<typeof tableOf>>,
) {
  await run(app, 'reset');
  if (table === undefined) return;
  await run(app, 'create-table');
  for (const [, name, age] of table.rows) {
    await run(app, 'insert', { name: name ?? '', age: age ?? '' });
  }
  if (table.columns.includes('email')) await run(app, 'alter');
}
