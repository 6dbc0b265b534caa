import { createServer, type RequestListener } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { findAll } from './page.ts';
import { escaped, postForm } from './requests.ts';
import { freePort, listen, newApp, serve } from './support.ts';

const kang = { name: 'Kang', age: '20' };

let answer: RequestListener;
const theirs = await listen(
  createServer((request, response) => answer(request, response)),
);
const front = newApp({ apiUrl: `http://127.0.0.1:${theirs}` });

/** A front whose API is a server of somebody else, which answers so now. */
function frontOf(listener: RequestListener) {
  answer = listener;
  return front;
}

/** The answer of somebody else's API to everything. */
function always(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** Asks the front for everything that makes it call the API. */
async function callEverything(app: FastifyInstance) {
  return [
    await app.inject('/ex4-2/'),
    await app.inject('/ex4-2/1/edit'),
    await app.inject('/ex4-2/1/delete'),
    await postForm(app, '/ex4-2/new', kang),
    await postForm(app, '/ex4-2/1/edit', kang),
    await postForm(app, '/ex4-2/1/delete', {}),
  ];
}

describe('with the API of the course', () => {
  test('shows what the API refuses at its field, entries kept', async () => {
    const { app } = await serve();
    for (const address of ['/ex4-2/new', '/ex4-2/1/edit']) {
      for (const [field, values] of Object.entries({
        name: ['', '\u3164', '😀'.repeat(101)],
        age: ['', '스물', '1.5', '151', '9'.repeat(400)],
      })) {
        for (const value of values) {
          const entries = { ...kang, [field]: value };
          const { statusCode, body } = await postForm(app, address, entries);
          expect(statusCode, value).toBe(400);
          expect(body).toContain(`value="${escaped(entries.name)}"`);
          expect(body).toContain(`value="${escaped(entries.age)}"`);
          const invalid = /name="(\w+)"[^>]*aria-invalid="true"/g;
          expect(findAll(body, invalid)).toEqual([field]);
          expect(body).toContain(`<a href="#${field}">`);
        }
      }
    }
  });

  test('says 404 when a user has vanished since the list', async () => {
    const { app } = await serve();
    const { body } = await app.inject('/ex4-2/');
    const links = body.match(/\/ex4-2\/2\/\w+/g) ?? [];
    expect(links).toHaveLength(2);
    await app.inject({ method: 'DELETE', url: '/ex4/api/user/2' });
    for (const link of links) {
      expect((await app.inject(link)).statusCode).toBe(404);
      const posted = await postForm(app, link, kang);
      expect(posted.statusCode).toBe(404);
      expect(posted.body).toContain('2번 사용자가 없습니다');
    }
  });

  test('blames its reader, not the API, for impossible input', async () => {
    const { app } = await serve();
    for (const id of ['0', '99999999999999999999', '9'.repeat(400)]) {
      const responses = [
        await app.inject(`/ex4-2/${id}/edit`),
        await postForm(app, `/ex4-2/${id}/delete`, {}),
      ];
      for (const { statusCode } of responses) expect(statusCode).toBe(404);
    }
    for (const id of ['x', '-1', '1.5', '%20']) {
      expect((await app.inject(`/ex4-2/${id}/edit`)).statusCode).toBe(404);
    }
    for (const query of ['x', '', '-1', '1&after=2', '%FF']) {
      const response = await app.inject(`/ex4-2/?after=${query}`);
      expect(response.statusCode, query).toBe(400);
    }
    // As long as this server takes them, but too long on their way to the API.
    const nines = '9'.repeat(16_200);
    for (const path of [`${nines}/edit`, `?after=${nines}`]) {
      const { statusCode } = await app.inject(`/ex4-2/${path}`);
      expect([400, 404, 431]).toContain(statusCode);
    }
    // Twice as long in JSON as here.
    const quotes = '"'.repeat(40_000);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = `name=${quotes}&age=20`;
    const sent = { method: 'POST', url: '/ex4-2/new', headers } as const;
    const tooLong = await app.inject({ ...sent, payload });
    expect(tooLong.statusCode).toBe(413);
  });
});

describe('with the API of somebody else', () => {
  test('sends an age of digits as a number, all else as typed', async () => {
    const bodies: unknown[] = [];
    const app = frontOf(async (request, response) => {
      const chunks = await request.toArray();
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()).age);
      response.writeHead(201).end('{"id":1}');
    });
    const ages = ['20', '007', ' 20 ', '스물', '1.5', '-1', '1e1', '２０', ''];
    for (const age of ages) {
      await postForm(app, '/ex4-2/new', { ...kang, age });
    }
    expect(bodies).toEqual([20, 7, 20, '스물', '1.5', '-1', '1e1', '２０', '']);
  });

  test.each([
    [400, '', '이유를 알려 주지 않았습니다'],
    [400, '<h1>Bad Request</h1>', '이유를 알려 주지 않았습니다'],
    [422, '{"error":"age is bad"}', 'age is bad'],
    [409, '{"message":"이미 있는 이름"}', '이미 있는 이름'],
    [400, '{"detail":"<b>"}', '&lt;b&gt;'],
    [400, 'name required', 'name required'],
    [400, '{"errors":["age is bad"]}', 'age is bad'],
    [400, '{"errors":[null]}', 'null'],
  ])('shows a refusal in its own words: %i %s', async (status, body, words) => {
    const app = frontOf(always(status, body));
    const response = await postForm(app, '/ex4-2/new', kang);
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain(words);
    expect(response.body).toContain('value="Kang"');
    expect(response.body).not.toContain('aria-invalid="true"');
  });

  test.each([
    '{"errors":[{"field":"age","message":"bad"}]}',
    '{"errors":{"age":"bad"}}',
  ])('marks the field that a refusal names: %s', async (body) => {
    const app = frontOf(always(422, body));
    const response = await postForm(app, '/ex4-2/new', kang);
    const invalid = /name="(\w+)"[^>]*aria-invalid="true"/g;
    expect(findAll(response.body, invalid)).toEqual(['age']);
    expect(response.body).toContain('<a href="#age">bad</a>');
  });

  test('takes its 404 for an unknown user, whatever it looks like', async () => {
    for (const body of ['', '{"error":"no user"}', '<h1>Not Found</h1>']) {
      const app = frontOf(always(404, body));
      expect((await app.inject('/ex4-2/7/edit')).statusCode).toBe(404);
      const response = await postForm(app, '/ex4-2/7/delete', {});
      expect(response.statusCode).toBe(404);
    }
  });

  const list = (value: unknown) => always(200, JSON.stringify(value));
  test.each([
    [always(200, '<h1>Hello</h1>'), '&lt;h1&gt;Hello', 'HTML입니다'],
    [always(200, '[{"id":1'), '[{&#34;id&#34;:1', 'JSON이 아닙니다'],
    [always(200, ''), '(비어 있음)', '본문이 비어 있습니다'],
    [always(204, ''), '204', '본문이 비어 있습니다'],
    [always(200, Buffer.from('["\xb0\xad"]', 'latin1')), '200', 'UTF-8이 아닌'],
    [
      always(302, '', { location: 'http://127.0.0.1:1/' }),
      '302',
      '127.0.0.1:1',
    ],
    [always(500, 'Traceback'), 'Traceback', 'API에서 오류가 났습니다'],
    [always(405, ''), '405', '거절했습니다'],
    [always(401, ''), '401', '거절했습니다'],
    [list(null), 'null', '형식이 예상과 다릅니다'],
    [list({ users: [] }), 'users', 'users 안의 배열'],
    [list({ data: [{ id: 1 }] }), 'data', 'data 안의 배열'],
    [list({ 1: { name: 'Kim' } }), 'Kim', 'id가 키인 객체'],
    [list([{ _id: 'a1', name: 'Kim' }]), '_id', '_id를 id라는'],
    [list([{ name: 'Kim' }]), 'Kim', '숫자인 id가'],
    [list({ error: 'no table' }), 'no table', 'error가 있으니'],
  ] as [RequestListener, string, string][])(
    'tells what came instead of the list, and why: %#',
    async (answer, received, reason) => {
      const app = frontOf(answer);
      const { statusCode, body } = await app.inject('/ex4-2/');
      expect(statusCode).toBe(502);
      expect(body).toContain('API 서버가 예상과 다르게 응답했습니다');
      expect(body).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/api\/users/);
      expect(body).toContain(received);
      expect(body).toContain(reason);
      expect(body).not.toContain('npm start ex4');
    },
  );

  test('takes ids that are numbers in quotes', async () => {
    const app = frontOf(list([{ id: '7', name: 'Kim', age: 1 }]));
    expect((await app.inject('/ex4-2/')).body).toContain('/ex4-2/7/edit');
  });

  test('follows 307 and 308 on the same server, once', async () => {
    for (const status of [307, 308]) {
      const app = frontOf((request, response) => {
        const isFirst = request.url?.startsWith('/api/users?');
        if (isFirst) response.writeHead(status, { location: '/there' }).end();
        else response.end('[{"id":9}]');
      });
      expect((await app.inject('/ex4-2/')).body).toContain('/ex4-2/9/edit');
    }
  });

  test('follows none to another server', async () => {
    let asked = 0;
    const other = createServer((_request, response) => {
      asked += 1;
      response.end('[]');
    });
    const location = `http://127.0.0.1:${await listen(other)}/api/users`;
    for (const status of [307, 308]) {
      const app = frontOf(always(status, '', { location }));
      const { statusCode, body } = await app.inject('/ex4-2/');
      expect(statusCode).toBe(502);
      expect(body).toContain(location);
    }
    expect(asked).toBe(0);
  });

  test('is told what it is where API_URL ends in /api', async () => {
    const { url } = await serve({ only: 'ex4' });
    const app = newApp({ only: 'ex4-2', apiUrl: `${url}/api` });
    expect((await app.inject('/')).body).toContain('/api를 빼고');
  });

  test.each([
    ['a hang-up', (request) => request.destroy(), '알 수 없습니다'],
    ['HTML', always(200, '<p>ok</p>'), 'HTML입니다'],
    ['an error told with 200', always(200, '{"error":"x"}'), 'error가'],
    ['null', always(200, 'null'), '형식이 예상과'],
    ['a 500', always(500, 'oops'), 'oops'],
    ['a 401', always(401, 'who'), 'who'],
    ['a 503', always(503, 'busy'), '지금은 처리할 수 없다고'],
  ] as [string, RequestListener, string][])(
    'keeps what was typed when a save meets %s',
    async (_, answer, words) => {
      const app = frontOf(answer);
      for (const path of ['new', '1/edit']) {
        const typed = { name: '<b>Kang', age: '20x' };
        const response = await postForm(app, `/ex4-2/${path}`, typed);
        expect(response.statusCode).toBeGreaterThanOrEqual(502);
        expect(response.body).toContain('value="&lt;b&gt;Kang"');
        expect(response.body).toContain('value="20x"');
        // Only an answer that refuses tells that nothing was saved.
        const isKnown = words === 'who';
        const outcome = isKnown ? '저장하지 못했습니다' : '알 수 없습니다';
        expect(response.body).toContain(outcome);
        expect(response.body).toContain(words);
      }
    },
  );

  test('answers JSON that shows no users with 502', async () => {
    for (const body of ['null', '{}', '5', '[null]', '[5]', '[[]]', '"x"']) {
      const app = frontOf(always(200, body));
      for (const path of ['', '1/edit', '1/delete']) {
        const { statusCode } = await app.inject(`/ex4-2/${path}`);
        expect(statusCode, `${body} for ${path}`).toBe(502);
      }
    }
  });

  test('passes 503 on, with the hint when to try again', async () => {
    const app = frontOf(always(503, 'busy'));
    for (const response of await callEverything(app)) {
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toMatch(/^\d+$/);
      expect(response.body).toContain('<html lang="ko">');
    }
  });

  test('waits two seconds for the first byte and the last', async () => {
    const asked: unknown[] = [];
    const app = frontOf((request, response) => {
      if (asked.push(request) === 1) return;
      response.writeHead(200, { 'content-length': '10' }).write('[');
    });
    const start = performance.now();
    const pages = [1, 2].map(() => app.inject('/ex4-2/'));
    for (const { statusCode, body } of await Promise.all(pages)) {
      expect(statusCode).toBe(502);
      expect(body).toContain('2초 안에 응답하지 못했습니다');
    }
    expect(performance.now() - start).toBeLessThan(4_000);
    expect(asked).toHaveLength(2);
  });
});

test('says how to start an API that is away, and sees it come back', async () => {
  const port = await freePort();
  const front = newApp({ only: 'ex4-2', apiUrl: `http://127.0.0.1:${port}` });
  for (let round = 0; round < 2; round += 1) {
    const away = await front.inject('/');
    expect(away.statusCode).toBe(502);
    expect(away.body).toContain(`npm start ex4 ${port}`);
    expect(away.body).toContain('<a href="/">다시 시도하기</a>');

    const { app: api } = await serve({ only: 'ex4', port });
    const back = await front.inject('/');
    expect(back.statusCode).toBe(200);
    expect(back.body).toContain('Kim');
    await api.close();
    // Until the front has seen that its kept connection is closed.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
