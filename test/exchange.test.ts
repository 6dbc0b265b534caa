import { describe, expect, test } from 'vitest';
import {
  needs,
  requestLine,
  type Step,
  statusesOf,
} from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import { readMessage } from '../src/site/lesson/messages.ts';
import { runOnCopy, warmUp } from '../src/site/lesson/scratch.ts';
import { findAll, openOnce, part, textOf } from './page.ts';
import { postForm } from './requests.ts';
import { newApp, newConfig } from './support.ts';

const app = newApp({ port: 15007 });
const open = openOnce(app);
const send = (id: string, fields: Record<string, string>) =>
  postForm(app, `/learn/${id}/exchange`, fields);

/** The number of the step of ex4 that changes a user, from 1. */
const change =
  (course
    .find(({ id }) => id === 'ex4')
    ?.contract.findIndex((step) => step.put !== undefined) ?? -1) + 1;

/** What a run shows: requests and answers by turns, without usual headers. */
function messagesOf(html: string): string[] {
  return findAll(
    part(html, '<div class="run">', '마지막 요청'),
    /<p class="quiet">서버[^<]*<\/p>([\s\S]*?)<\/div>/g,
  ).map((message) =>
    findAll(
      message.replace(/<details>[\s\S]*?<\/details>/g, ''),
      /<code>([\s\S]*?)<\/code>/g,
    )
      .map(textOf)
      .join('\n'),
  );
}

/** The text of the lines that the shown file marks as run. */
const ranIn = (html: string) =>
  findAll(
    part(html, '<div class="annotated">', 'class="live"'),
    /<span class="line ran">(.*)/g,
  ).map((line) => textOf(line).replace(/^\d+/, '').trim());

/** The steps that differ in more than their words, with their places. */
function differing(contract: Step[]) {
  const kinds = new Map<string, [at: number, step: Step]>();
  for (const [at, step] of contract.entries()) {
    const { method } = requestLine(step);
    const kind = `${method} ${statusesOf(step)[0]} ${needs(step)}`;
    if (!kinds.has(kind)) kinds.set(kind, [at, step]);
  }
  return kinds.values();
}

describe.each(course)('a link to a step of $id', ({ id, contract }) => {
  test('sends it after those that lead up to it, in its own row', async () => {
    for (const [at, step] of differing(contract)) {
      const body = await open(`/learn/${id}?step=${at + 1}`);
      const [, row = ''] = body.split(`<li id="step-${at + 1}" class="sent">`);
      const messages = messagesOf(row);
      const request = messages.at(-2) ?? '';
      expect(messages.at(-1), step.do).toMatch(
        new RegExp(`^HTTP/1\\.1 ${statusesOf(step)[0]} `),
      );
      const sent = messages.filter((_, i) => i % 2 === 0);
      const { method } = requestLine(step);
      expect(sent.some((it) => it.startsWith(`${method} /${id}/`))).toBe(true);
      expect(request).toContain('\nHost: localhost:15007');
      expect(sent.join()).not.toMatch(/ \S*(\{|%7B)\S* HTTP/);
      expect(row.split('<div class="run">')[1]).toContain(' open>');
      // Readers find their own address, nowhere that of the copy.
      const ports = findAll(messages.join(), /localhost:(\d{5})/g);
      expect(new Set([...ports, '15007'])).toEqual(
        new Set([...ports.filter((port) => port === '25007'), '15007']),
      );
    }
  });
});

describe('a run', () => {
  const config = newConfig({ port: 15007 });
  const wish = { config, id: 'ex1', wanted: 0 };

  test('marks the lines that it ran, in all files', async () => {
    const step = `step=${change}`;
    const body = await open(`/learn/ex4?${step}`);
    expect(ranIn(body)).toEqual([
      'async function changeUser(request, reply) {',
      'const { id } = request.params;',
      'const user = await users.changeUser(id, request.body);',
      'return user ?? sendNoUser(reply, id);',
    ]);
    const tab = `/learn/ex4?file=src/exercises/ex4-rest-api/users.ts&amp;${step}#source`;
    expect(part(body, 'class="tabs"', '</nav>')).toContain(tab);
    expect(textOf(part(body, '마지막 요청으로', '</p>'))).toMatch(
      /파일 3개에서 \d+줄.*api\.ts 4줄.*users\.ts 5줄/s,
    );
    const users = ranIn(await open(tab.replaceAll('&amp;', '&')));
    expect(users[0]).toMatch(/changeUser/);
    expect(users).toHaveLength(5);
  });

  test('marks a branch only where it is taken', async () => {
    const lines = ranIn(await open('/learn/ex4?step=1')).join('\n');
    expect(lines).toContain('if (found.length > limit) {');
    expect(lines).not.toContain("reply.header('link'");
  });

  test('that meets no route runs no line', async () => {
    const body = await open('/learn/ex3?step=6');
    expect(ranIn(body)).toEqual([]);
    expect(body).toContain('실행된 실습의 코드는 없습니다');
  });

  test('leaves the exercise itself as it was', async () => {
    // Those above have added users and answers.
    await send('ex4', { method: 'DELETE', path: 'user/3' });
    expect((await app.inject('/ex4/api/users')).json()).toHaveLength(3);
    expect((await app.inject('/ex5/api/users')).json()).toEqual([]);
    expect(await open('/ex2-3/tally')).not.toContain('1명');
  });

  test('leaves the commands, which go elsewhere, as they were', async () => {
    const commands = async (path: string) =>
      findAll(
        part(await open(path), 'class="steps"', '</ol>'),
        /(curl [^<]*user\/[^<]*)</g,
      );
    const before = await commands('/learn/ex4');
    expect(before.join()).toContain('/user/{id}');
    expect(await commands(`/learn/ex4?step=${change}`)).toEqual(before);
  });

  test('of a step that is not there is a 404', async () => {
    const numbers = ['0', '-1', '999', '1.5', '1e0', 'x', '', 'length', '%00'];
    for (const step of [...numbers, '4&step=5']) {
      const { statusCode } = await app.inject(`/learn/ex4?step=${step}`);
      expect(statusCode, step).toBe(404);
    }
  });

  test('waits for its turn, in a short queue', async () => {
    const runs = Array.from({ length: 12 }, async () => await runOnCopy(wish));
    const page = await app.inject('/learn/ex1?step=1');
    expect(page.statusCode).toBe(503);
    expect(page.headers['retry-after']).toBe('2');
    expect(page.body).toContain('href="/learn/ex1"');
    const done = await Promise.allSettled(runs);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    expect(await runOnCopy(wish)).toHaveProperty('exchanges.length', 1);
  });

  test('that breaks is told at once, and the next one is done', async () => {
    const broken = runOnCopy({ ...wish, config: null as never });
    await expect(broken).rejects.toHaveProperty('statusCode', 503);
    expect(await runOnCopy(wish)).toHaveProperty('exchanges.length', 1);
  });

  test('comes after a thread that broke while nobody waited for it', async () => {
    const thread = warmUp();
    thread.emit('error', new Error('out of memory'));
    await thread.terminate();
    expect(await runOnCopy(wish)).toHaveProperty('exchanges.length', 1);
  });
});

test('a message is shown whole, what all have set apart', () => {
  const text =
    'HTTP/1.1 200 OK\r\nX-Odd:   a\r\nDate: now\r\n\r\n<p>\r\n\r\n끝';
  expect(readMessage(text)).toEqual({
    head: 'HTTP/1.1 200 OK\nX-Odd:   a',
    usual: ['Date: now'],
    body: '<p>\r\n\r\n끝',
  });
});

describe('a typed request', () => {
  test.each([
    [201, 'POST', 'user', '{"name":"홍길동","age":20}'],
    [200, 'PUT', 'user/3', '{"name":"Jo","age":21}'],
    [404, 'DELETE', 'user/99', ''],
    [400, 'POST', 'user', '{"name":'],
    [200, 'GET', 'openapi.json', ''],
    [431, 'GET', 'a'.repeat(20_000), ''],
  ])('is answered by %i: %s', async (status, method, path, body) => {
    const id = status === 200 && method === 'PUT' ? 'ex4' : 'ex5';
    const page = await send(id, { method, path, body });
    expect(page.statusCode).toBe(200);
    const [request = '', response = ''] = messagesOf(page.body);
    const line = `${method} /${id}/api/${path.slice(0, 10)}`;
    expect(request.startsWith(line)).toBe(true);
    if (body) expect(request.endsWith(body)).toBe(true);
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(page.body.includes('처음 64 KiB만')).toBe(false);
  });

  test('is kept in the form', async () => {
    const body = '\n{"</textarea>": 1}';
    const fields = { method: 'PUT', path: 'user/"3"', body };
    const page = await send('ex4', fields);
    expect(page.body).toContain('<option selected>PUT</option>');
    expect(page.body).toContain('value="user/&#34;3&#34;"');
    expect(page.body).toContain('{&#34;&lt;/textarea&gt;&#34;: 1}');
  });

  const host = '127.0.0.1:1';
  test.each([
    ...`http://${host}/ //${host}/ /\\${host}/ \\\\${host}\\ex4\\api\\
    http://127.0.0.1@${host}/ex4/api/ .. ../../health ..\\..\\health /health
    %2e%2e/%2e%2e/health /ex5/api/users /ex4/apix users/../../../health data:,a
    file:///etc/passwd http:// http://[`
      .split(/\s+/)
      .map((path) => ({ path })),
    ...[
      'PATCH',
      'CONNECT',
      'TRACE',
      'get',
      '__proto__',
      ' ',
      'GET / X: y\r\n',
    ].map((method) => ({ method, path: 'users' })),
  ])('of anything but the API below is a 400: %o', async (fields) => {
    const page = await send('ex4', fields);
    expect(page.statusCode).toBe(400);
    expect(page.body).toContain('보낼 수 없는 요청입니다');
    expect(page.body).not.toContain('class="messages"');
  });

  test.each(course.filter(({ api }) => !api))(
    'is not for $id',
    async ({ id }) => {
      expect((await send(id, { path: 'users' })).statusCode).toBe(404);
    },
  );
});
