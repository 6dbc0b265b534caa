import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { troubles } from '../src/site/help.ts';
import { findAll } from './page.ts';
import { startServer } from './process.ts';
import { sendJson } from './requests.ts';
import { freePort, newApp, newDatabase } from './support.ts';

const app = newApp();

const all = troubles(15001);

/** What the clinic quotes, for a student on this port. */
function quoted(id: string, port = 15001): string {
  const trouble = troubles(port).find((one) => one.id === id);
  if (!trouble) throw new Error(`the clinic has no entry "${id}"`);
  return trouble.message;
}

describe('the clinic quotes what', () => {
  test('the server prints, and Node says, when a port is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const server = startServer({ PORT: port });
    await server.ended;
    expect(server.output()).toContain(quoted('port-in-use', port));
    const second = createServer().listen(port, '127.0.0.1');
    const [error] = await once(second, 'error');
    other.close();
    expect(error.message).toBe(quoted('address-in-use', port));
  });

  test('Node says when nobody listens, or the name is unknown', async () => {
    const port = await freePort();
    const error = await fetch(`http://127.0.0.1:${port}`).catch((e) => e.cause);
    for (const id of ['connection-refused', 'localhost-in-container']) {
      const here = quoted(id).replace(/25001|3306/, `${port}`);
      expect(error.message).toContain(here);
    }
    const nobody = await lookup('db.invalid').catch((e) => e);
    const message = nobody.message.replace('EAI_AGAIN', 'ENOTFOUND');
    expect(message).toContain(quoted('service-name'));
  });

  test.each([
    ['bad-port', '99999'],
    ['no-such-exercise', 'ex9'],
  ])('the server prints for %s', async (id, word) => {
    const server = startServer({}, [word]);
    expect(await server.ended).toBe(2);
    expect(server.output()).toContain(quoted(id));
  });

  test('Python says where Flask is not installed', async () => {
    // Without the folders in which packages are installed.
    const args = ['-IS', '-c', 'import flask'];
    const python = promisify(execFile)('python3', args);
    const error = await python.catch((reason) => reason);
    expect(error.stderr).toContain(quoted('no-module-flask'));
  });

  test('the log says when a template is missing', async () => {
    const app = newApp();
    app.get('/test', (_request, reply) => reply.view('no-such-file.ejs'));
    const logged: string[] = [];
    app.addHook('onError', async (_request, _reply, error) => {
      logged.push(error.message);
    });
    expect((await app.inject('/test')).statusCode).toBe(500);
    expect(logged.join()).toContain(quoted('template-not-found'));
  });

  test('the server answers to wrong requests', async () => {
    const post = (url: string, payload: string, more = {}) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return app.inject({
        method: 'POST',
        url,
        payload,
        headers: { ...headers, ...more },
      });
    };
    const origin = 'http://127.0.0.1:1';
    for (const [id, { statusCode, statusMessage }] of [
      ['404', await app.inject('/nothing')],
      ['405', await app.inject('/ex2-3/submit')],
      ['415', await post('/ex4/api/user', 'name=x')],
      ['413', await post('/ex2-3/submit', 'x'.repeat(70_000))],
      ['403-origin', await post('/ex2-3/submit', 'name=x', { origin })],
    ] as const) {
      expect(`HTTP/1.1 ${statusCode} ${statusMessage}`).toBe(quoted(id));
    }
  });

  test('the API answers to broken JSON', async () => {
    const broken = "{'name': 'Kang'}";
    const response = await sendJson(app, 'POST', '/ex4/api/user', broken);
    expect(response.json().detail).toBe(quoted('400-json'));
  });

  test('the API answers while the database is away', async () => {
    const user = 'student_15001';
    const database = {
      ...{ engine: 'mysql' as const, host: '127.0.0.1', port: 1 },
      ...{ user, password: user, name: user, connections: 2 },
    };
    const response = await newApp({ database }).inject('/ex5/api/users');
    expect(response.statusCode).toBe(503);
    expect(response.json().detail).toBe(quoted('db-away'));
  });
});

test('the clinic quotes what MySQL answers', async () => {
  const student = await newDatabase('mysql');
  if (student.engine !== 'mysql') return;
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

  try {
    expect(await refusal('select * from users')).toBe(quotedHere('1046'));
    expect(await refusal(`create database ${name}`)).toBe(quotedHere('1007'));
    expect(await refusal('use mysql')).toBe(quotedHere('1044'));
    await connection.query(`use ${name}`);
    expect(await refusal('select * from users')).toBe(quotedHere('1146'));
    await connection.query('create table users (id int, name varchar(100))');
    expect(await refusal('create table users (id int)')).toBe(
      quotedHere('1050'),
    );
    expect(await refusal('select nmae from users')).toContain(
      quotedHere('1054'),
    );
    expect(await refusal('selct * from users')).toContain(quotedHere('1064'));
    await connection.query(`drop database ${name}`);
    expect(await refusal(`use ${name}`)).toBe(quotedHere('1049'));
  } finally {
    await connection.end();
  }
  const wrong = { ...login, password: 'wrong' };
  const denied: Error = await createConnection(wrong).catch((e) => e);
  expect(denied.message.replace(/'@'[^']*'/, "'@'")).toBe(quotedHere('1045'));
});

describe('the page', () => {
  const shown = async (q: string) => {
    const page = await app.inject({ url: '/help', query: { q } });
    expect(page.statusCode).toBe(200);
    return findAll(page.body, /<article class="trouble" id="([^"]*)"/g);
  };

  test('shows everything without a word, for the port of this server', async () => {
    expect(await shown('')).toEqual(all.map(({ id }) => id));
    const page = await newApp({ port: 15033 }).inject('/help');
    expect(page.body).toContain('npm start ex4 25033');
    expect(page.body).toContain('USE student_15033;');
    expect(page.body).not.toMatch(/15001|\$\{/);
  });

  test.each([
    ['EADDRINUSE', 'address-in-use'],
    ['1045', '1045'],
    ["ERROR 1146 (42S02): Table 'student_3.cats' doesn't exist", '1146'],
    [
      'Error: listen EADDRINUSE: address already in use :::80',
      'address-in-use',
    ],
    ["Access denied for user 'a'@'b' (using password: YES)", '1045'],
    ["ModuleNotFoundError: No module named 'flask'", 'no-module-flask'],
    ['요청한 JSON 본문의 쉼표', '400-json'],
  ])('finds what was pasted: %s', async (pasted, id) => {
    const found = await shown(pasted);
    expect(found).toContain(id);
    expect(found.length).toBeLessThan(5);
  });

  test('says so where there is nothing of the kind', async () => {
    expect(await shown('<b>zzz')).toEqual([]);
    const { body } = await app.inject('/help?q=%3Cb%3Ezzz');
    expect(body).toContain('&lt;b&gt;zzz');
    expect(body).toContain('찾는 오류가 없습니다');
  });
});

test('an error page leads to its entry, where there is a clinic', async () => {
  const page = await app.inject('/nothing');
  expect(page.body).toContain('href="/help#404"');
  expect(page.body).not.toContain('href="/learn');
  const inside = await app.inject('/ex3/nothing');
  expect(inside.body).toContain('href="/learn/ex3"');
  const alone = await newApp({ only: 'ex3' }).inject('/nothing');
  expect(alone.body).not.toContain('/help');
});

test('every entry gives advice, and a lesson leads to it', async () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, advice, exercises } of all) {
    expect(advice, id).toMatch(/세요\./);
    expect(exercises, id).not.toHaveLength(0);
    for (const exercise of exercises) {
      const lesson = await app.inject(`/learn/${exercise}`);
      expect(lesson.body, exercise).toContain(`href="/help#${id}"`);
    }
  }
});
