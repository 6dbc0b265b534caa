import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { requestLine, statusesOf } from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import { findAll, part, textOf } from './page.ts';
import { postForm } from './requests.ts';
import { newApp, serve } from './support.ts';

/** Presses a button of the panel, as a browser without scripts does. */
async function press(
  app: FastifyInstance,
  id: string,
  fields: Record<string, string>,
) {
  const response = await postForm(app, `/learn/${id}/exchange`, fields);
  const panel = part(response.body, 'id="exchange"', '</section>');
  const messages = findAll(panel, /<pre tabindex="0"><code>([\s\S]*?)<\/code>/g)
    .map(textOf)
    // The parser of HTML takes a line end for what it is on Windows, too.
    .map((text) => text.replaceAll('\r\n', '\n'));
  return {
    status: response.statusCode,
    body: response.body,
    panel: textOf(panel),
    requests: messages.filter((_, i) => i % 2 === 0),
    responses: messages.filter((_, i) => i % 2 === 1),
  };
}

/** The first step with that path. */
function stepOf(id: string, path: string): string {
  const steps = course.find((exercise) => exercise.id === id)?.contract ?? [];
  const at = steps.findIndex((step) => requestLine(step).path === path);
  expect(at).toBeGreaterThan(0);
  return `${at}`;
}

/** A server of its own that notes what it receives, and answers as told. */
async function listen(answer: (request: string) => string | undefined) {
  const received: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk;
      const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
      const length = /^content-length: (\d+)/im.exec(head)?.[1] ?? 0;
      if (!text.includes('\r\n\r\n')) return;
      if (Buffer.byteLength(body) < Number(length)) return;
      received.push(text);
      const reply = answer(text);
      if (reply !== undefined) socket.end(reply);
    });
  });
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { received, url: `http://127.0.0.1:${port}`, port };
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** For the tests that only read, or send what changes nothing. */
const shared = await serve();

describe.each(course)('the panel of $id', ({ id, contract, api }) => {
  test('has a form for each step, and works without scripts', async () => {
    const { body } = await shared.app.inject(`/learn/${id}`);
    const forms = `<form method="post" action="/learn/${id}/exchange#exchange">`;
    const { length } = body.split(forms);
    expect(length).toBe(contract.length + 1);
    expect(body).toContain('id="exchange"');
    expect(body).not.toContain('class="messages"');
    expect(body.includes('name="path"')).toBe(api === true);
  });

  test('sends each step after those that lead up to it', async () => {
    const { app, url } = await serve();
    for (const [at, step] of contract.entries()) {
      const { status, panel, requests, responses } = await press(app, id, {
        step: `${at}`,
      });
      expect(status, step.do).toBe(200);
      expect(panel).toContain(step.do);
      expect(panel).not.toContain('여기서 멈췄습니다');
      expect(requests).toHaveLength(responses.length);
      for (const request of requests) {
        expect(request).toMatch(/^[A-Z]+ \/[!-~]* HTTP\/1\.1\n/);
        expect(request.split('\n')[0]).not.toMatch(/\{|%7B/);
        expect(request).toContain(`\nHost: ${new URL(url).host}\n`);
      }
      const { method } = requestLine(step);
      const sent = requests.some((it) => it.startsWith(`${method} /${id}/`));
      expect(sent, step.do).toBe(true);
      expect(responses.at(-1), step.do).toMatch(
        new RegExp(`^HTTP/1\\.1 ${statusesOf(step)[0]} `),
      );
    }
  });
});

test('the panel shows both messages byte by byte', async () => {
  const reply =
    'HTTP/1.1 200 OK\r\nX-Odd:   <b>&amp;\r\n\r\n<p>한글 &lt;\r\n\r\n"끝"';
  const { received, port } = await listen(() => reply);
  const app = newApp({ port });
  const { status, requests, responses } = await press(app, 'ex4', {
    method: 'POST',
    path: 'user?a=<b>&c=%20',
    body: '{"name":"<i>홍길동</i>"}',
  });
  expect(status).toBe(200);
  expect(received).toHaveLength(1);
  expect(requests).toEqual([received[0]?.replaceAll('\r\n', '\n')]);
  expect(responses).toEqual([reply.replaceAll('\r\n', '\n')]);
  expect(requests[0]).toContain('\n\n{"name":"<i>홍길동</i>"}');
});

describe.each(['ex4', 'ex5'])('a typed request on %s', (id) => {
  test('reads, adds, changes and removes', async () => {
    const send = async (method: string, path: string, body = '') => {
      const page = await press(shared.app, id, { method, path, body });
      expect(page.status).toBe(200);
      return page.responses[0] ?? '';
    };
    const added = await send('POST', 'user', '{"name":"홍길동","age":20}');
    expect(added).toMatch(/^HTTP\/1.1 201 /);
    const user = `user/${/"id":(\d+)/.exec(added)?.[1]}`;
    expect(await send('GET', 'users')).toContain('홍길동');
    expect(await send('GET', 'openapi.json')).toContain('openapi');
    for (const [status, method, path, body] of [
      [200, 'PUT', user, '{"name":"Jo","age":21}'],
      [204, 'DELETE', user],
      [404, 'GET', user],
      [400, 'POST', 'user', '{"name":'],
      [400, 'GET', 'users?limit=0'],
      [431, 'GET', 'a'.repeat(20_000)],
      [404, 'GET', './'],
    ] as [number, string, string, string?][]) {
      const line = new RegExp(`^HTTP/1.1 ${status} `);
      expect(await send(method, path, body)).toMatch(line);
    }
  });

  test('is kept in the form', async () => {
    const body = '\n{"</textarea>": 1}';
    const fields = { method: 'PUT', path: 'user/"3"', body };
    const page = await press(shared.app, id, fields);
    expect(page.body).toContain('<option selected>PUT</option>');
    expect(page.body).toContain('value="user/&#34;3&#34;"');
    expect(page.body).toContain('{&#34;&lt;/textarea&gt;&#34;: 1}');
  });
});

describe('whatever is typed, only the API of this exercise is reached', () => {
  const paths = (host: string) => [
    ...`http://${host}/ http://${host}/ex4/api/users https://${host}/
    HTTP:${host} //${host}/ex4/api/ ///${host}/ex4/api/ /\\${host}/ @${host}/
    \\\\${host}\\ex4\\api\\ x@${host}/ex4/api/ http:\\\\${host} ?//${host}
    http://127.0.0.1@${host}/ex4/api/ #//${host} users%0d%0aHost:%20${host}
    .. ../ ../.. ../../health ../../ex5/api/users ..\\..\\health .%2e/ ... * :
    %2e%2e/%2e%2e/health /health / /ex5/api/users /ex4/apix /ex4/api {id}
    users/../../../health ftp://127.0.0.1/ file:///etc/passwd data:,a http://
    javascript:alert(1) http://[ http://%`.split(/\s+/),
    `\t//${host}/`,
    `ht\ntp://${host}/`,
    `users HTTP/1.1\r\nHost: ${host}\r\n\r\nGET http://${host}/ HTTP/1.1`,
    `users\r\nHost: ${host}`,
    '한글/이름 😀',
    '\ud800',
    '\0',
    'a b c',
  ];

  test.each(['GET', 'POST', 'DELETE'])(
    'by the path, with %s',
    async (method) => {
      const elsewhere = await listen(() => ok);
      const own = await listen(() => ok);
      const app = newApp({ port: own.port });
      for (const path of paths(`127.0.0.1:${elsewhere.port}`)) {
        own.received.length = 0;
        const page = await press(app, 'ex4', { method, path, body: '' });
        if (page.status === 400) {
          expect(own.received, path).toHaveLength(0);
          expect(page.panel).toContain('보낼 수 없는 요청입니다');
        } else {
          expect(page.status, path).toBe(200);
          expect(own.received, path).toHaveLength(1);
          expect(own.received[0], path).toMatch(
            new RegExp(
              `^${method} /ex4/api/[!-~]* HTTP/1.1\\r\\n` +
                `Host: 127.0.0.1:${own.port}\\r\\nConnection: close\\r\\n` +
                '(Content-Length: 0\\r\\n)?\\r\\n$',
            ),
          );
          expect(own.received[0], path).not.toMatch(/\/\.\.?\/|%2e%2e\//i);
        }
      }
      expect(elsewhere.received).toEqual([]);
    },
  );

  test('by the method', async () => {
    const own = await listen(() => ok);
    const app = newApp({ port: own.port });
    const others = ['PATCH', 'CONNECT', 'TRACE', 'get', '__proto__', ' '];
    for (const method of [...others, 'GET /health HTTP/1.1\r\nX: y']) {
      const page = await press(app, 'ex4', { method, path: 'users' });
      expect(page.status, method).toBe(400);
    }
    expect(own.received).toEqual([]);
  });

  test('by the body, which is one whatever it holds', async () => {
    const own = await listen(() => ok);
    const app = newApp({ port: own.port });
    const body = '\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n한';
    await press(app, 'ex4', { method: 'POST', path: 'user', body });
    expect(own.received).toHaveLength(1);
    const [head = '', ...rest] = own.received[0]?.split('\r\n\r\n') ?? [];
    const sent = rest.join('\r\n\r\n');
    expect(sent).toBe(body.trim());
    expect(head).toMatch(
      new RegExp(`^content-length: ${Buffer.byteLength(sent)}\r$`, 'im'),
    );
  });

  test('by a redirect', async () => {
    const elsewhere = await listen(() => ok);
    const host = `127.0.0.1:${elsewhere.port}`;
    for (const location of [
      `http://${host}/`,
      `//${host}/ex2-3/result/1`,
      `\\\\${host}\\`,
      '/health',
      '../ex4/api/users',
      'http://[',
    ]) {
      const own = await listen(
        () =>
          `HTTP/1.1 303 See Other\r\nLocation: ${location}\r\n` +
          'content-length: 0\r\n\r\n',
      );
      const app = newApp({ port: own.port });
      const step = stepOf('ex2-3', 'submit');
      const page = await press(app, 'ex2-3', { step });
      expect(page.status, location).toBe(502);
      expect(page.panel).toContain('여기서 멈췄습니다');
      expect(page.responses).toHaveLength(1);
      expect(own.received).toHaveLength(1);
    }
    expect(elsewhere.received).toEqual([]);
  });
});

describe('a request that cannot be sent is a 400', () => {
  const noStep = ['-1', '999', '1.5', 'x', 'NaN', 'Infinity', 'length', '1e99'];
  test.each([
    ...course
      .filter(({ api }) => !api)
      .map(({ id }) => [id, { method: 'GET', path: 'users' }] as const),
    ...noStep.map((step) => ['ex4', { step }] as const),
  ])('%s: %o', async (id, fields) => {
    const own = await listen(() => ok);
    const app = newApp({ port: own.port });
    const page = await press(app, id, fields);
    expect(page.status).toBe(400);
    expect(page.panel).toContain('보낼 수 없는 요청입니다');
    expect(own.received).toEqual([]);
  });
});

describe('an answer', () => {
  // The limit is in the middle of a Hangul syllable of three bytes.
  const head = 'HTTP/1.1 200 Fine\r\n\r\n';
  const room = 65536 - head.length;

  test.each([
    ['of more than 64 KiB is shown up to there', '가', 100_000, true],
    ['of just 64 KiB is shown whole', 'a', room, false],
  ])('%s', async (_what, letter, count, isCut) => {
    const { port } = await listen(() => head + letter.repeat(count));
    const app = newApp({ port });
    const page = await press(app, 'ex4', { method: 'GET', path: 'users' });
    const [, body] = (page.responses[0] ?? '').split('\n\n');
    const size = Math.floor(room / Buffer.byteLength(letter));
    expect(body).toBe(letter.repeat(size));
    expect(page.panel.includes('처음 64 KiB만')).toBe(isCut);
  });

  test.each([
    ['503 Service Unavailable', 'away'],
    ['201 Created', '{"id":7,"name":"Other","age":20}'],
  ])('%s, where the step says otherwise, ends the run', async (line, text) => {
    const head = `HTTP/1.1 ${line}\r\ncontent-length: ${text.length}`;
    const { received, port } = await listen(() => `${head}\r\n\r\n${text}`);
    const app = newApp({ port });
    const step = stepOf('ex4', 'api/user/{id}');
    const page = await press(app, 'ex4', { step });
    expect(page.status).toBe(502);
    expect(page.responses).toHaveLength(1);
    expect(page.responses[0]).toContain(text);
    expect(page.panel).toContain('앞 단계의 응답이 예상과 달라');
    expect(received).toHaveLength(1);
  });

  test('that is a redirect is followed by the page that it leads to', async () => {
    const step = stepOf('ex2-3', 'submit');
    const page = await press(shared.app, 'ex2-3', { step });
    expect(page.requests.map((text) => text.split(' ')[0])).toEqual([
      'POST',
      'GET',
    ]);
    expect(page.responses[0]).toMatch(/^HTTP\/1.1 303 /);
    expect(page.responses[1]).toMatch(/^HTTP\/1.1 200 /);
  });

  test('that never comes, or from nobody, is not waited for long', async () => {
    const { port } = await listen(() => undefined);
    for (const app of [newApp({ port }), newApp({ port: 1 })]) {
      const start = performance.now();
      const page = await press(app, 'ex4', { step: '0' });
      expect(performance.now() - start).toBeLessThan(5_000);
      expect(page.status).toBe(502);
      expect(page.panel).toContain('제때 응답하지 않았습니다');
    }
  });
});
