import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { course } from '../src/course.ts';
import { troubles } from '../src/site/clinic.ts';
import { startServer } from './process.ts';
import { freePort, newApp, newDatabase, serve } from './support.ts';

/** What the clinic quotes, for a student on this port. */
function quoted(id: string, port = 15001): string {
  const trouble = troubles(port).find((one) => one.id === id);
  if (!trouble) throw new Error(`the clinic has no entry "${id}"`);
  return trouble.message;
}

describe('the clinic quotes what', () => {
  test('the server prints when its port is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const server = startServer({ PORT: port });
    await server.ended;
    other.close();
    expect(server.output()).toContain(quoted('port-in-use', port));
  });

  test('Node says when an address is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const second = createServer();
    const error = await new Promise<Error>((resolve) => {
      second.once('error', resolve).listen(port, '127.0.0.1');
    });
    other.close();
    expect(error.message).toBe(quoted('address-in-use', port));
  });

  test('Node says when nobody listens', async () => {
    const port = await freePort();
    const error = await fetch(`http://127.0.0.1:${port}`).catch((e) => e.cause);
    const here = quoted('connection-refused').replace('25001', `${port}`);
    expect(error.message).toContain(here);
    const database = quoted('localhost-in-container').replace(
      '3306',
      `${port}`,
    );
    expect(error.message).toContain(database);
  });

  test.each([
    ['bad-port', { PORT: 'abc' }, []],
    ['no-such-exercise', {}, ['ex9']],
  ])('the server prints for %s', async (id, settings, args) => {
    const server = startServer(settings, args);
    expect(await server.ended).toBe(2);
    expect(server.output()).toContain(quoted(id));
  });

  test('Python says where Flask is not installed', async () => {
    // Without the folders in which packages are installed.
    const python = promisify(execFile)('python3', [
      '-IS',
      '-c',
      'import flask',
    ]);
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
    const { url } = await serve();
    const curl = promisify(execFile);
    const statusLine = async (...args: string[]) => {
      const limited = ['-si', '--http1.1', '--max-time', '10', ...args];
      return (await curl('curl', limited)).stdout.split('\r\n')[0];
    };
    const form = ['-d', 'name=x', `${url}/ex4/api/user`];
    const tooLong = ['-d', 'x'.repeat(70_000), `${url}/ex2-3/submit`];
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
    const response = await newApp().inject({
      method: 'POST',
      url: '/ex4/api/user',
      headers: { 'content-type': 'application/json' },
      payload: "{'name': 'Kang'}",
    });
    expect(response.json().detail).toBe(quoted('400-json'));
  });

  test('the API answers while the database is away', async () => {
    const port = await freePort();
    const database = {
      engine: 'mysql' as const,
      host: '127.0.0.1',
      port,
      user: 'student_15001',
      password: 'student_15001',
      name: 'student_15001',
      connections: 2,
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

test('the page finds what the reader types, and all without a word', async () => {
  const app = newApp();
  const all = (await app.inject('/help')).body;
  for (const { id } of troubles(15001)) expect(all).toContain(`id="${id}"`);
  const found = (await app.inject('/help?q=EADDRINUSE')).body;
  expect(found).toContain('id="address-in-use"');
  expect(found).not.toContain('id="1045"');
  const none = await app.inject('/help?q=%3Cb%3Ezzz');
  expect(none.statusCode).toBe(200);
  expect(none.body).toContain('&lt;b&gt;zzz');
});

test('an error page leads to its entry, where there is a clinic', async () => {
  const page = await newApp().inject('/nothing');
  expect(page.body).toContain('href="/help#404"');
  const alone = await newApp({ only: 'ex3' }).inject('/nothing');
  expect(alone.body).not.toContain('/help');
});

test('every entry belongs to a lesson, which leads to it', async () => {
  const app = newApp();
  const ids = course.map(({ id }) => id);
  for (const { id, exercises } of troubles(15001)) {
    for (const exercise of exercises.filter((one) => ids.includes(one))) {
      const lesson = await app.inject(`/learn/${exercise}`);
      expect(lesson.body).toContain(`href="/help#${id}"`);
    }
  }
});
