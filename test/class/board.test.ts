import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { serveBoard } from '../../tools/class/board.ts';
import { sharedProject, startServer } from '../process.ts';
import { sendUser } from '../requests.ts';
import { listen } from '../support.ts';
import { freePorts, hangOn } from './ports.ts';
import { runClass } from './run.ts';

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
  const url = await serveBoard(0, [port, port + 1], `${port}-${port + 1}`);
  const page = await (await fetch(url)).text();
  expect(page).toContain('<meta http-equiv="refresh" content="5">');
  expect(page).not.toContain('<script');
  expect(page).toContain(`<b>${port}</b>서버가 응답하지 않습니다`);
  expect(page).toContain(`<td>${port + 1}</td>`);
  expect(page).toContain('--accent:');
  expect(new URL(url).hostname).toBe('127.0.0.1');
});
