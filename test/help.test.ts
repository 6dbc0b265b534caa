import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { course } from '../src/course.ts';
import { searchIn } from '../src/site/search.ts';
import { troubles } from '../src/site/troubles.ts';
import { findAll } from './page.ts';
import { postForm, sendJson } from './requests.ts';
import {
  freePort,
  listen,
  mysqlAt,
  newApp,
  newDatabase,
  serve,
} from './support.ts';

const { app, url } = await serve();

const all = troubles(15001);
const search = searchIn(all);

/** What the clinic quotes, for a student on this port. */
function quoted(id: string, port = 15001): string {
  const trouble = troubles(port).find((one) => one.id === id);
  if (!trouble) throw new Error(`the clinic has no entry "${id}"`);
  return trouble.message;
}

const run = promisify(execFile);

describe('the clinic quotes what', () => {
  test('Node says when an address is in use', async () => {
    const port = await listen(createServer());
    const error = await listen(createServer(), port).catch((e) => e);
    expect(error.message).toBe(quoted('address-in-use', port));
  });

  test('Node says when nobody listens', async () => {
    const port = await freePort();
    const error = await fetch(`http://127.0.0.1:${port}`).catch((e) => e.cause);
    expect(error.message).toContain(
      quoted('connection-refused', port - 10_000),
    );
    const database = quoted('localhost-in-container').replace(
      '3306',
      `${port}`,
    );
    expect(error.message).toContain(database);
    const nobody = await lookup('db.invalid').catch((e) => e);
    expect(nobody.message.replace('EAI_AGAIN', 'ENOTFOUND')).toContain(
      quoted('service-name'),
    );
  });

  test.each([
    ['bad-port', '99999'],
    ['no-such-exercise', 'ex9'],
  ])('the server prints for %s', (id, word) => {
    const ids = course.map((one) => one.id);
    expect(() => readConfig(ids, [word], {})).toThrow(quoted(id));
  });

  test('Python says where Flask is not installed', async ({ skip }) => {
    // Without the folders in which packages are installed.
    const words = ['-IS', '-c', 'import flask'];
    const error = await run('/usr/bin/python3', words).catch((it) => it);
    skip(error.code === 'ENOENT', 'there is no /usr/bin/python3');
    expect(error.stderr).toContain(quoted('no-module'));
  });

  test('the log says when a template is missing', async () => {
    const app = newApp();
    app.get('/test', (_request, reply) => reply.view('no-such-file.ejs'));
    const logged: string[] = [];
    app.addHook('onError', async (_request, _reply, error) => {
      logged.push(error.message);
    });
    expect((await app.inject('/test')).statusCode).toBe(500);
    const [start] = quoted('template-not-found').split(" '");
    expect(logged.join()).toContain(start);
  });

  test('the server answers to wrong requests', async () => {
    const statusLine = async (...args: string[]) => {
      const limited = ['-si', '--http1.1', '--max-time', '10', ...args];
      return (await run('curl', limited)).stdout.split('\r\n')[0];
    };
    const form = ['-d', 'name=x', `${url}/ex4/api/user`];
    // From a file: on Windows, a command has 32,767 characters at most.
    const tooLong = ['-d', '@package-lock.json', `${url}/ex2-3/submit`];
    const foreign = ['-H', 'Origin: http://127.0.0.1:1', '-d', 'name=x'];
    expect(await statusLine(`${url}/nothing`)).toBe(quoted('404'));
    expect(await statusLine(`${url}/ex2-3/submit`)).toBe(quoted('405'));
    expect(await statusLine(...form)).toBe(quoted('415'));
    expect(await statusLine(...tooLong)).toBe(quoted('413'));
    expect(await statusLine(...foreign, `${url}/ex2-3/submit`)).toBe(
      quoted('403-origin'),
    );
  });

  test('the API answers to broken JSON', async () => {
    const broken = "{'name': 'Kang'}";
    const response = await sendJson(app, 'POST', '/ex4/api/user', broken);
    expect(response.json().detail).toBe(quoted('400-json'));
  });

  test('the API answers while the database is away', async () => {
    const database = mysqlAt(await freePort());
    const response = await newApp({ database }).inject('/ex5/api/users');
    expect(response.statusCode).toBe(503);
    expect(response.json().detail).toBe(quoted('db-away'));
  });
});

test('the clinic quotes what MySQL answers', async () => {
  const student = await newDatabase('mysql');
  const { host, port, user, password, name } = student;
  const login = { host, port, user, password };
  const connection = await createConnection(login);
  // The clinic speaks of a student on the local host.
  const quotedHere = (id: string) =>
    quoted(id)
      .replace(/^ERROR \d+ \(\w+\): /, '')
      .replaceAll('student_15001', user)
      .replace(/'@'[^']*'/, "'@'");
  const refusal = async (statement: string) => {
    const error: Error = await connection.query(statement).catch((e) => e);
    return error.message.replace(/'@'[^']*'/, "'@'");
  };

  const steps: [statement: string, id?: string, start?: string][] = [
    ['select * from users', '1046'],
    [`create database ${name}`, '1007'],
    ['use mysql', '1044'],
    [`use ${name}`],
    ['select * from users', '1146'],
    [
      'create table users (id int primary key, name varchar(3), ' +
        'age int not null) charset latin1',
    ],
    ['create table users (id int)', '1050'],
    ['select nmae from users', '1054'],
    ['selct * from users', '1064'],
    ["insert into users values (1, 'a', 1), (1, 'b', 2)", '1062'],
    ["insert into users values (1, 'a')", '1136'],
    ["insert into users (id, name) values (1, 'a')", '1364'],
    ["insert into users values (1, 'a', '스물')", '1366'],
    ["insert into users values (1, '홍길동', 20)", 'broken-hangul'],
    ["insert into users values (1, 'long', 20)", '1406'],
    ["insert into users values (1, 'abc', 1)"],
    ['insert into users (id, age) values (null, 1)', '1048', 'Column '],
    ['alter table users add column age int', '1060'],
    ['select id from users a, users b', '1052', "Column 'id' in "],
    ['select 1 from users where count(*) > 1', '1055', 'Invalid use of'],
    ['alter table users drop column nothing', '1091', "Can't DROP "],
    ["insert into users values (2, 'a', 9999999999)", '1264'],
    ['update users set age = 1 where name = 0', '1292', 'Truncated'],
    ['create table t (a int auto_increment)', '1075'],
    ['create table p (id int primary key)'],
    ['create table c (p_id int, foreign key (p_id) references p (id))'],
    ['insert into c values (2)', '1451', 'Cannot add or update'],
    ['create table d (a int check (a > 1))'],
    ['insert into d values (0)', '3819', 'C'],
    ['select counts(1)', '1305', 'FUNCTION '],
    [`drop database ${name}`],
    [`drop database ${name}`, '1091', "Can't drop database "],
    [`use ${name}`, '1049'],
  ];
  try {
    for (const [statement, id, said] of steps) {
      if (!id) {
        await connection.query(statement);
        continue;
      }
      const answer = await refusal(statement);
      // MariaDB names what it means in another way.
      const [start = ''] = quotedHere(id).split(/ for (?:key|column)| 'field/);
      expect(answer).toContain(said ?? start);
      expect(search(answer)[0]?.id).toBe(id);
    }
  } finally {
    await connection.end();
  }
  const wrong = { ...login, password: 'wrong' };
  const denied: Error = await createConnection(wrong).catch((e) => e);
  expect(denied.message.replace(/'@'[^']*'/, "'@'")).toBe(quotedHere('1045'));
});

describe('the page', () => {
  const shown = async (pasted: string) => {
    const page = await postForm(app, '/help', { q: pasted });
    expect(page.statusCode).toBe(200);
    return findAll(page.body, /<article class="trouble" id="([^"]*)"/g);
  };

  test('shows everything without a word, for the port of this server', async () => {
    expect(await shown('')).toEqual(all.map(({ id }) => id));
    const page = await newApp({ port: 15033 }).inject('/help');
    expect(page.body).toContain('npm start ex4 25033');
    expect(page.body).toContain('USE student_15033;');
    expect(page.body).not.toMatch(/[12]5001|\$\{/);
  });

  test('shows the best entry first, for a long log, too', async () => {
    const log = `${'#12 0.5 line of a log\n'.repeat(2000)}no space left on device`;
    expect((await shown(log))[0]).toBe('no-space');
  });

  test('says so where there is nothing of the kind', async () => {
    expect(await shown('<b>zzz')).toEqual([]);
    const { body } = await app.inject('/help?q=%3Cb%3Ezzz');
    expect(body).toContain('&lt;b&gt;zzz');
    expect(body).toContain('아는 오류를 찾지 못했습니다');
  });
});

test('an error page leads to its entry, where there is a clinic', async () => {
  const page = await app.inject('/nothing');
  expect(page.body).toContain('href="/help#404"');
  const broken = await app.inject('/%');
  expect(broken.body).toContain('href="/help#main"');
  const alone = await newApp({ only: 'ex3' }).inject('/nothing');
  expect(alone.body).not.toContain('/help');
});

test('every entry gives advice, and a lesson leads to it', async () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const lessons = new Map([['start', (await app.inject('/start')).body]]);
  for (const { id } of course) {
    lessons.set(id, (await app.inject(`/learn/${id}`)).body);
  }
  for (const { id, advice, exercises } of all) {
    expect(advice, id).toMatch(/세요\./);
    expect(exercises, id).not.toHaveLength(0);
    for (const exercise of exercises) {
      expect(lessons.get(exercise), id).toContain(`href="/help#${id}"`);
    }
  }
});
