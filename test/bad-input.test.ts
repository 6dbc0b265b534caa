import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { postForm, sendBytes, sendJson } from './requests.ts';
import { serve } from './support.ts';

// What is refused changes nothing, so that all tests share one course.
const { app, port, url: course } = await serve();
const formType = 'application/x-www-form-urlencoded';
const head = 'HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';

/** Every address that takes a form, and every one that takes JSON. */
const forms = ['/ex2-3/submit', '/json/', '/ex4-2/new', '/ex5/1/edit'];
const apis = ['/ex4/api/user', '/ex5/api/user'];

/** Sends a body as bytes, over a socket. */
function post(url: string, type: string, body: Buffer | string) {
  const length = `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  const start = `POST ${url} ${head}Content-Type: ${type}\r\n${length}\r\n`;
  return sendBytes(port, start, body);
}

function expectKoreanPage({ head, body }: { head: string; body: string }) {
  expect(head).toMatch(/^content-type: text\/html; charset=utf-8/m);
  expect(body).toContain('<html lang="ko">');
}

function expectProblem({ head, body }: { head: string; body: string }) {
  expect(head).toMatch(/^content-type: application\/problem\+json/m);
  expect(JSON.parse(body).detail).toMatch(/[가-힣]/);
}

describe('a path', () => {
  test.each(['%', '%4', '%ZZ', '%FF', '%C3', '%ED%A0%80', '%F5%80%80%80'])(
    'that is broken gets 400: %s',
    async (broken) => {
      for (const path of [
        `/${broken}`,
        `/ex3/hello/${broken}`,
        `/ex3-2/add/${broken}/1`,
        `/ex3-2/${broken}`,
        `/ex2-3/result/${broken}`,
        `/ex4-2/${broken}/edit`,
        `/public/${broken}`,
      ]) {
        const response = await app.inject(path);
        expect(response.statusCode, path).toBe(400);
        expect(response.body).toContain('<html lang="ko">');
      }
    },
  );

  test('that is broken is answered as the client asks', async () => {
    for (const [accept, type] of [
      [undefined, 'text/html'],
      ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
      ['*/*', 'text/html'],
      ['image/avif,image/webp,*/*;q=0.8', 'text/html'],
      ['application/json', 'application/problem+json'],
      ['application/json, text/plain, */*', 'application/problem+json'],
      ['application/problem+json', 'application/problem+json'],
      ['text/plain', 'application/problem+json'],
    ] as const) {
      for (const url of ['/%', '/ex4/api/user/%', '/ex3/hello/%FF']) {
        const headers = accept === undefined ? {} : { accept };
        const response = await app.inject({ url, headers });
        expect(response.statusCode).toBe(400);
        const given = response.headers['content-type'];
        expect(given, `${accept} ${url}`).toBe(`${type}; charset=utf-8`);
        expect(response.body).toContain('요청을 이해하지 못했습니다');
      }
    }
  });

  test('may hold any byte else, and never breaks the server', async () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const code = `%${byte.toString(16).padStart(2, '0')}`;
      for (const base of ['/', '/ex3/hello/', '/ex3-2/', '/ex2-3/result/']) {
        const { statusCode } = await app.inject(`${base}${code}${code}`);
        expect([200, 400, 404], base + code).toContain(statusCode);
      }
    }
  });

  test('that is too long gets a Korean page', async () => {
    for (const [length, status] of [
      [15_000, 200],
      [20_000, 431],
      [200_000, 431],
    ] as const) {
      const path = `/ex3/hello/${'a'.repeat(length)}`;
      const answer = await sendBytes(port, `GET ${path} ${head}\r\n`);
      expect(answer.status).toBe(status);
      expectKoreanPage(answer);
    }
  });
});

test('a query that is broken harms nothing', async () => {
  const broken = ['%', '%FF', '&&==', 'a[b]=c', '__proto__=1', '=', '%00'];
  for (const query of broken) {
    for (const path of ['/', '/ex1/', '/ex2-3/', '/ex4-2/', '/ex4/api/users']) {
      const { statusCode } = await app.inject(`${path}?${query}`);
      expect(statusCode, `${path}?${query}`).toBe(200);
    }
  }
  for (const value of ['%', '%FF', '%ED%A0%80', '%00', '1%00']) {
    const url = `/ex4/api/users?after=${value}`;
    expect((await app.inject(url)).statusCode, url).toBe(400);
  }
});

test('what is no HTTP, or has too large a header, gets a Korean page', async () => {
  for (const [request, status] of [
    ['hello\r\n\r\n', 400],
    [`GET /ex3/hello/홍길동 ${head}\r\n`, 400],
    [`GET / ${head}Content-Length: x\r\n\r\n`, 400],
    [`GET / ${head}a b: c\r\n\r\n`, 400],
    [`GET / ${head}Cookie: ${'a=b; '.repeat(4_000)}\r\n\r\n`, 431],
  ] as const) {
    const answer = await sendBytes(port, request);
    expect(answer.status, request.slice(0, 60)).toBe(status);
    expectKoreanPage(answer);
  }
  expect((await fetch(`${course}/health`)).status).toBe(200);
});

test('who does not hang up after that is hung up on', async () => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.resume().write('hello\r\n\r\n');
  const [theirs] = await once(app.server, 'connection');
  await once(socket, 'end');
  await expect.poll(() => theirs.destroyed).toBe(true);
  socket.destroy();
});

describe('a body', () => {
  // 0xED 0xA0 0x80 is how a lone surrogate would be written.
  const broken = ['ff', 'c3', 'c328', 'eda080', 'f09f98'].map((hex) =>
    Buffer.from(hex, 'hex'),
  );

  test('that is not UTF-8 gets 400, by whatever name its type goes', async () => {
    for (const bytes of broken) {
      const form = Buffer.concat([Buffer.from('text=a&name='), bytes]);
      for (const url of forms) {
        const types = [formType, 'Application/X-WWW-Form-URLencoded; a=b'];
        for (const type of types) {
          const answer = await post(url, type, form);
          expect(answer.status, `${url} ${bytes.toString('hex')}`).toBe(400);
          expectKoreanPage(answer);
          expect(answer.body).toContain('요청을 이해하지 못했습니다');
        }
      }
      const quote = Buffer.from('"');
      const json = Buffer.concat([Buffer.from('{"name":"'), bytes, quote]);
      for (const url of apis) {
        const answer = await post(url, 'application/json', json);
        expect(answer.status).toBe(400);
        expectProblem(answer);
      }
    }
  });

  test('that is not UTF-8 and that nobody reads ends nothing', async () => {
    for (const [method, path, expected] of [
      ['GET', '/ex1/', [200]],
      ['POST', '/nothing', [400, 404]],
      ['POST', '/ex4/api/user', [400, 415]],
      ['POST', '/ex2-3/submit', [400, 415]],
      ['DELETE', '/ex4/api/user/99', [404]],
    ] as const) {
      for (const type of ['text/nonsense', formType, 'application/json']) {
        const { status } = await sendBytes(
          port,
          `${method} ${path} ${head}Content-Type: ${type}\r\n`,
          'Content-Length: 4\r\n\r\n',
          Buffer.from('fffefdfc', 'hex'),
        );
        expect(expected, `${method} ${path} ${type}`).toContain(status);
      }
    }
    expect((await fetch(`${course}/health`)).status).toBe(200);
  });

  test.each([
    '',
    'Content-Type: application/json\r\n',
    'Content-Type: application/json\r\nContent-Length: 0\r\n',
    'Content-Type: text/nonsense\r\n',
  ])('that is not there may have a type or not: %j', async (type) => {
    for (const [line, status] of [
      ['DELETE /ex4/api/user/99', 404],
      ['POST /ex4/api/user', 400],
      ['POST /ex2-3/submit', 400],
    ] as const) {
      const answer = await sendBytes(port, `${line} ${head}${type}\r\n`);
      expect(answer.status, line).toBe(status);
    }
  });

  test.each([
    ['application/json', 'a'],
    ['application/json', '\xff'],
    ['text/plain; charset=utf-8', 'a'],
    [formType, '%'],
    ['text/nonsense', 'a'],
  ])(
    'that is large and refused, as %s of %j, holds up nothing',
    async (...body) => {
      const [type, character] = body;
      const large = Buffer.alloc(2_000_000, character, 'latin1');
      for (const [method, path] of [
        ['GET', '/ex1/'],
        ['GET', '/ex4/api/users'],
        ['POST', '/ex1/'],
        ['POST', '/nothing'],
        ['POST', '/ex2-3/submit'],
        ['POST', '/ex4/api/user'],
        ['DELETE', '/ex4/api/user/99'],
      ] as const) {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        onTestFinished(() => agent.destroy());
        const visit = async (method: string, path: string, body?: Buffer) => {
          const options = { agent, port, host: '127.0.0.1', method, path };
          const headers = body && {
            'content-type': type,
            'transfer-encoding': 'chunked',
          };
          const sent = request({ ...options, headers });
          sent.end(body);
          const [response] = (await once(sent, 'response')) as [
            IncomingMessage,
          ];
          response.resume();
          await once(response, 'end');
          return response.statusCode;
        };
        const status = await visit(method, path, large);
        if (method === 'DELETE') expect(status).toBe(404);
        const next = Promise.race([visit('GET', '/health'), wait(20_000)]);
        expect(await next, `after ${method} ${path}`).toBe(200);
      }
    },
  );

  test('may be cut anywhere between the bytes of a character', async () => {
    const body = Buffer.from('text="가😀"');
    const chunks = [...body].flatMap((byte) => [
      '1\r\n',
      Buffer.from([byte]),
      '\r\n',
    ]);
    const { status, body: page } = await sendBytes(
      port,
      `POST /json/ ${head}Content-Type: ${formType}\r\n`,
      'Transfer-Encoding: chunked\r\n\r\n',
      ...chunks,
      '0\r\n\r\n',
    );
    expect(status).toBe(200);
    expect(page).toContain('&#34;가😀&#34;');
  });

  test.each(['%', '%4', '%ZZ', '%FF', '%ED%A0%80', '%C3&b=%28'])(
    'that is a form with a broken escape gets 400: %s',
    async (broken) => {
      for (const url of forms) {
        const answer = await post(url, formType, `name=${broken}`);
        expect(answer.status).toBe(400);
        expect(answer.body).toContain('요청을 이해하지 못했습니다');
      }
    },
  );

  test('over 64 KiB gets 413, announced or not', async () => {
    const limit = 64 * 1024;
    for (const [urls, type, check] of [
      [forms, formType, expectKoreanPage],
      [apis, 'application/json', expectProblem],
    ] as const) {
      for (const url of urls) {
        const start = `POST ${url} ${head}Content-Type: ${type}\r\n`;
        const announced = `Content-Length: ${limit + 1}\r\n\r\n`;
        const chunk = `${(limit + 1).toString(16)}\r\n${'x'.repeat(limit + 1)}`;
        for (const answer of [
          await sendBytes(port, start + announced),
          await sendBytes(
            port,
            `${start}Transfer-Encoding: chunked\r\n\r\n`,
            // What follows is no UTF-8, and nobody's.
            ...[chunk, '\r\n4\r\n', Buffer.from('fffefdfc', 'hex')],
          ),
        ]) {
          expect(answer.status).toBe(413);
          check(answer);
        }
      }
    }
  });

  test('of 64 KiB is read', async () => {
    const text = '1'.repeat(64 * 1024 - 'text='.length);
    expect((await postForm(app, '/json/', { text })).statusCode).toBe(200);
  });

  test.each([...forms, ...apis])(
    'of a wrong type gets 415 at %s',
    async (url) => {
      const isApi = apis.includes(url);
      for (const type of [
        isApi ? formType : 'application/json',
        'text/plain',
        'multipart/form-data; boundary=a',
        'application/xml',
        'application/jsonx',
        'nonsense',
        ',',
        '/',
        'application/json, text/plain',
      ]) {
        const headers = { 'content-type': type };
        const sent = { url, method: 'POST', headers, payload: '{}' } as const;
        const response = await app.inject(sent);
        expect(response.statusCode, type).toBe(415);
        expect(response.headers['content-type']).toMatch(
          isApi ? /problem\+json/ : /text\/html/,
        );
        expect(response.body).toMatch(/[가-힣]/);
      }
      const response = await app.inject({ url, method: 'POST', payload: 'a' });
      expect(response.statusCode, 'no type at all').toBe(415);
    },
  );
});

describe('JSON sent to an API', () => {
  test.each(apis)(
    'is refused with 400 where it is malformed: %s',
    async (url) => {
      const fields = '"name":"a","age":1';
      for (const json of [
        ...['', ' ', '{', '{"name":"a"', "{'name':'a'}", 'name=a', '\u0000'],
        ...[`{${fields},}`, '{"name":"a","age":NaN}', '[', '"', 'null x'],
        ...[`{${fields}}{}`, '{"name":"\t","age":1}', '<b>', '['.repeat(9e3)],
      ]) {
        const response = await sendJson(app, 'POST', url, json);
        expect(response.statusCode, json.slice(0, 30)).toBe(400);
        expect(response.headers['content-type']).toMatch(/problem\+json/);
        expect(response.json().detail).toMatch(/[가-힣]/);
      }
    },
  );

  test('cannot reach the prototype of objects', async () => {
    for (const json of [
      '{"name":"a","age":1,"__proto__":{"admin":true}}',
      '{"name":"a","age":1,"\\u005f_proto__":{"admin":true}}',
      '{"name":"a","age":1,"constructor":{"prototype":{"admin":true}}}',
      '{"__proto__":{"name":"a","age":1}}',
    ]) {
      const response = await sendJson(app, 'POST', '/ex4/api/user', json);
      expect(response.statusCode, json).toBe(400);
      expect(response.headers['content-type']).toMatch(/problem\+json/);
    }
    expect((await app.inject('/ex4/api/users')).json()).toHaveLength(3);
    expect({}).not.toHaveProperty('admin');
  });

  test('is echoed as harmless JSON, never as markup', async () => {
    const json = '{"<script>":1,"\\ud800":2,"name":"a","age":1}';
    const response = await sendJson(app, 'POST', '/ex4/api/user', json);
    expect(response.statusCode).toBe(400);
    const fields = response
      .json()
      .errors.map((e: { field: string }) => e.field);
    expect(fields).toEqual(['<script>', '\ud800']);
  });

  test('may have thousands of unknown fields', async () => {
    const fields = Array.from({ length: 6_000 }, (_, i) => `"${i}":1`);
    const json = `{${fields.join(',')}}`;
    const response = await sendJson(app, 'POST', '/ex4/api/user', json);
    expect(response.statusCode).toBe(400);
  });
});
