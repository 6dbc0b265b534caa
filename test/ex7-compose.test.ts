import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';
import { explain } from '../src/exercises/ex7-compose/explain.ts';
import { findAll } from './page.ts';
import { freePort, listen, mysqlAt, newApp, serve } from './support.ts';

test('checks both links on the course server and says what is missing', async () => {
  const { url } = await serve();
  const response = await fetch(`${url}/ex7/`);
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page.match(/연결됨/g)).toHaveLength(2);
  expect(page).toContain(`<code>${url}</code>`);
  expect(page).toContain('test.sqlite');
  expect(page).toContain('MySQL 서버 대신 SQLite 파일을 쓰고 있습니다.');
});

test.each(['ex4-2', 'ex5'])('is beside %s when that runs alone', async (id) => {
  const app = newApp({ only: id });
  expect((await app.inject('/ex7/')).statusCode).toBe(200);
  const others = await app.inject('/ex6/');
  expect(others.statusCode).toBe(404);
});

test('asks the API, not itself, about the database', async () => {
  const api = await serve({ only: 'ex5' });
  const database = mysqlAt(await freePort());
  const app = newApp({ only: 'ex7', apiUrl: api.url, database });
  const { body } = await app.inject('/');
  expect(body.match(/연결됨/g)).toHaveLength(2);
  expect(body).toContain('test.sqlite');
});

test('says what to check when the API is away, and recovers', async () => {
  const port = await freePort();
  const app = newApp({ only: 'ex7', apiUrl: `http://127.0.0.1:${port}` });
  const before = await app.inject('/');
  expect(before.statusCode).toBe(200);
  expect(before.body).toContain('연결 안 됨');
  expect(before.body).toContain('ECONNREFUSED');
  expect(before.body).toContain('API_URL');
  expect(before.body).toContain('API부터 연결하세요.');

  await serve({ only: 'ex5', port });
  const after = await app.inject('/');
  expect(after.body).not.toContain('연결 안 됨');
});

test('is connected with an API of somebody else, but cannot see past it', async () => {
  const other = createHttpServer((_request, response) =>
    response.end('<b>Hello, Flask!</b>'),
  );
  const ex4 = await serve({ only: 'ex4' });
  for (const port of [await listen(other), ex4.port]) {
    const app = newApp({ only: 'ex7', apiUrl: `http://127.0.0.1:${port}` });
    expect((await app.inject('/')).body).toContain('데이터베이스까지는');
  }
});

const full = { address: '<b>', ms: 1, code: '<b>' };

test.each([
  { hostname: '<b>', database: '<b>', arrow: {} },
  { hostname: '<b>', inContainer: true, database: '<b>', arrow: full },
])('does not believe what an API answers: %j', async (report) => {
  const liar = createHttpServer((request, response) => {
    const health = request.url === '/health';
    response.end(JSON.stringify(health ? { status: 'ok' } : report));
  });
  const port = await listen(liar);
  const app = newApp({ only: 'ex7', apiUrl: `http://127.0.0.1:${port}` });
  const { body, statusCode } = await app.inject('/');
  expect(statusCode).toBe(200);
  expect(body).not.toContain('<b>');
});

test('reports a database that is away with 200, and without its password', async () => {
  const database = mysqlAt(await freePort());
  const app = newApp({ database });
  const response = await app.inject('/ex7/database');
  expect(response.statusCode).toBe(200);
  const { arrow } = response.json();
  expect(arrow.address).toBe(`127.0.0.1:${database.port}`);
  expect(arrow.code).toBe('ECONNREFUSED');
  expect(arrow.ms).toBeLessThan(2000);
  expect(response.body).not.toContain('open-sesame');
});

test.each([
  [1045, 'Access denied', 'ER_ACCESS_DENIED_ERROR'],
  [1130, 'Host is not allowed', 'ER_HOST_NOT_PRIVILEGED'],
  [1049, 'Unknown database', 'ER_BAD_DB_ERROR'],
  [1044, 'Access denied to database', 'ER_DBACCESS_DENIED_ERROR'],
])('says what to check when MySQL answers %i', async (errno, message, code) => {
  const port = await refusingMysql(errno, message);
  const { url } = await serve({ database: mysqlAt(port) });
  expect((await fetch(`${url}/ex5/api/users`)).status).toBe(503);
  const page = await (await fetch(`${url}/ex7/`)).text();
  expect(page).toContain(`127.0.0.1:${port}`);
  expect(page).toContain('연결 안 됨');
  expect(page).toContain(code);
  expect(page).toContain('DB_USER');
});

const api = 'http://127.0.0.1:25001';

test.each([
  ['ECONNREFUSED', api, false, 'API 서버가 응답하지 않습니다.'],
  ['ECONNREFUSED', api, true, '이 컨테이너 자신입니다.'],
  ['ENOTFOUND', 'http://api:15001', true, 'API 서버가 응답하지 않습니다.'],
  ['ECONNREFUSED', 'localhost:3306', true, '이 컨테이너 자신입니다.'],
  ['ECONNREFUSED', 'localhost:3306', false, 'DB_HOST와 DB_PORT'],
  ['ER_BAD_DB_ERROR', '127.0.0.1:3306', true, 'DB_NAME'],
  ['ECONNREFUSED', 'host.docker.internal:3306', true, 'bind-address'],
  ['ERR_SQLITE_ERROR', 'test.sqlite', false, 'data 폴더'],
])('explains %s from %s, in a container: %s', async (...given) => {
  const [code, address, inContainer, words] = given;
  const [problem, help] = explain({ code, address, ms: 1 }, inContainer);
  expect(problem).toContain(words);
  const clinic = await newApp().inject('/help');
  expect(clinic.body).toContain(`id="${help}"`);
});

test('leads to the clinic, where there is one', async () => {
  const database = mysqlAt(await freePort());
  const { url } = await serve({ database });
  const course = await (await fetch(`${url}/ex7/`)).text();
  expect(course).toMatch(/href="\/help#[\w-]+"/);

  const apiUrl = url;
  const alone = await newApp({ only: 'ex7', apiUrl }).inject('/');
  expect(alone.body).toContain('연결 안 됨');
  expect(alone.body).not.toContain('/help');
});

test.each(['compose.yaml', 'compose.first.yaml'])(
  '%s starts exercises that there are',
  (file) => {
    const text = readFileSync(join(projectRoot, file), 'utf8');
    const commands = findAll(text, /^ +command: (\S+)$/gm);
    expect(commands).toEqual(['ex4-2', 'ex5']);
    const ids = course.map(({ id }) => id);
    for (const command of commands) expect(ids).toContain(command);
  },
);

test('the first compose file has twelve lines', () => {
  const text = readFileSync(join(projectRoot, 'compose.first.yaml'), 'utf8');
  const lines = text.split('\n').filter((line) => /^\s*[^#\s]/.test(line));
  expect(lines).toHaveLength(12);
});

/** A server that answers each connection with one error of MySQL's protocol. */
function refusingMysql(errno: number, message: string) {
  const server = createServer((socket) => {
    const body = Buffer.from(`\xff\0\0${message}`, 'latin1');
    body.writeUInt16LE(errno, 1);
    socket.end(Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]));
    socket.on('error', () => {});
  });
  return listen(server);
}
