import { createServer } from 'node:http';
import { createConnection } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { serveBoard } from '../../tools/class/board.ts';
import { freePort, runAsRoot } from '../mysql.ts';
import { sharedProject, startServer } from '../process.ts';
import { sendUser } from '../requests.ts';
import { listen } from '../support.ts';
import { freePorts, hangOn } from './ports.ts';
import { newPorts, runClass, urlOf } from './run.ts';

test('tells what is on each port, what it keeps and what is stored', async () => {
  const port = await freePorts(4);
  const [course, dead, hanging] = [port, port + 1, port + 2];
  const project = sharedProject();
  const server = startServer({ PORT: course }, [], project);
  await server.printed('Stop with Ctrl-C');
  await hangOn(hanging);
  const other = createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404);
    response.end('Hello, Node!');
  });
  await listen(other, port + 10_000);
  const flask = createServer((_request, response) => {
    response.setHeader('server', 'Werkzeug/3.1 Python/3.13');
    response.end('Hello, Flask!');
  });
  await listen(flask, port + 10_001);
  const url = `http://127.0.0.1:${course}`;
  for (const food of ['피자', '라면', '피자']) {
    const body = new URLSearchParams({ name: '홍길동', age: '17', food });
    await fetch(`${url}/ex2-3/submit`, { method: 'POST', body });
  }
  await sendUser(`${url}/ex5/api`, '홍길동');

  const board = await runClass(`board ${port}-${port + 3}`, {}, project);
  expect(board.status).toBe(0);
  const line = (start: number) =>
    board.output.split('\n').find((text) => text.startsWith(`${start} `));
  expect(line(course)).toMatch(
    / 이 과정 +14\/14 +Node +ex1 +1 +0 +3 +(피자|라면), 방금$/,
  );
  expect(line(dead)).toMatch(/ - +- +Flask +없음 +- +- +- +-$/);
  expect(line(hanging)).toMatch(/ 응답 없음 +- +- /);
  expect(board.output).toContain('피자 2 ██\n  라면 1 █');
  expect(board.output).toMatch(
    new RegExp(
      `^먼저 살펴볼 포트\n  ${hanging} .*\n  ${port + 3} .*\n  ${dead} `,
    ),
  );
  expect(board.output).not.toContain('홍길동');
  // It looked, and changed nothing.
  const users = await fetch(`${url}/ex5/api/users`);
  expect(await users.json()).toHaveLength(1);
  const others = await fetch(`${url}/ex4/api/users`);
  expect(await others.json()).toHaveLength(3);
});

test('is a page that loads itself again, without scripts', async () => {
  const port = await freePorts(2);
  await hangOn(port);
  const courses = readConfig([], [`${port}-${port + 1}`], {});
  const url = await serveBoard(0, courses);
  const page = await (await fetch(url)).text();
  expect(page).toContain('<meta http-equiv="refresh" content="5">');
  expect(page).not.toContain('<script');
  expect(page).toContain(`<b>${port}</b> 서버가 응답하지 않습니다`);
  expect(page).toContain(`<td>${port + 1}</td>`);
  expect(page).toContain('--accent:');
  expect(new URL(url).hostname).toBe('127.0.0.1');
});

test('shows the ports where the database is away, and says so', async () => {
  const port = await freePorts(1);
  await hangOn(port);
  const closed = `mysql://root@127.0.0.1:${await freePort()}`;
  const settings = { DB_HOST: '127.0.0.1', DB_ADMIN_URL: closed };
  const { status, output } = await runClass(`board ${port}`, settings);
  expect(status).toBe(1);
  expect(output).toMatch(/^DB_ADMIN_URL의 .* 서버가 없습니다\..*\n\n/);
  expect(output).toMatch(new RegExp(`^${port}  응답 없음 .* - +-$`, 'm'));
});

test('waits for no student who locks a table, and shows no hidden signs', async () => {
  const { range, names } = newPorts(2);
  const [locked = '', other = ''] = names;
  expect((await runClass(`provision ${range}`)).output).toContain('4개 중 4개');
  const student = await createConnection(`${urlOf(locked)}/${locked}`);
  for (const table of ['users', 'plan_sheets', 'survey_answers']) {
    await student.query(
      `create table ${table} (food text, answered_at datetime)`,
    );
    await runAsRoot(`create table ${other}.${table} like ${locked}.${table}`);
  }
  await runAsRoot(
    `insert into ${other}.survey_answers values ` +
      `(concat(char(27), '[31m', repeat('긴', 99)), now())`,
  );
  await student.query('lock tables users write, survey_answers write');
  const started = performance.now();
  const { output } = await runClass(`board ${range}`, {
    DB_HOST: '127.0.0.1',
  });
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(output).toMatch(/ - +0 +- +-$/m);
  expect(output).toMatch(/ 0 +0 +1 +\\u001b\[31m긴{15}, 방금$/m);
  await student.end();
});
