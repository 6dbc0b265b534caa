import { fastify, type RouteHandler } from 'fastify';
import { describe, expect, test } from 'vitest';
import { course } from '../src/course.ts';
import { logOptions } from '../src/http/log.ts';
import { sendBytes, sendPath } from './requests.ts';
import { newApp, serve } from './support.ts';

const ids = course.map(({ id }) => id);
/** For what changes nothing in it. */
const { app, port } = await serve();
const serving = (only?: string) => (only ? newApp({ only }) : app);

describe('the address of an exercise', () => {
  test.each(ids)('without its slash leads to it: /%s', async (id) => {
    const queries = ['', '?a=1&b=%EA%B0%80+', '?a=b?c=/d', '?//x.example'];
    for (const query of queries) {
      for (const method of ['GET', 'HEAD'] as const) {
        const response = await app.inject({ method, url: `/${id}${query}` });
        expect(response.statusCode).toBe(308);
        expect(response.headers.location).toBe(`/${id}/${query}`);
      }
    }
  });

  test('works with slashes doubled, and leads nowhere else', async () => {
    for (const [path, status] of [
      ['//ex3//about', 200],
      ['//ex3', 308],
      ['//elsewhere.example/%2e%2e', 404],
      ['http://elsewhere.example/ex3/about', 200],
      ['/ex3/../../ex3/about', 404],
      ['/EX3/', 404],
    ] as const) {
      const answer = await sendPath(port, path);
      expect(answer.status, path).toBe(status);
      expect(answer.head).not.toMatch(/location: (?!\/ex3\/\r\n)/);
    }
  });
});

const methods = [
  ...(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const),
  // inject's types do not know them.
  ...(['TRACE', 'PROPFIND', 'MKCOL', 'QUERY'] as unknown as ['GET']),
];

/** Where an exercise answers what; its other paths are found by the crawler. */
const allowed: Record<string, [path: string, allow: string][]> = {
  ex1: [['', 'GET, HEAD']],
  'ex2-3': [
    ['submit', 'POST'],
    ['result/00000000000000000000000000000000', 'GET, HEAD'],
  ],
  ex3: [['hello/a', 'GET, HEAD']],
  'ex3-2': [['add/1/2', 'GET, HEAD']],
  json: [['', 'GET, HEAD, POST']],
  ex4: [
    ['api/users', 'GET, HEAD'],
    ['api/user', 'POST'],
    ['api/user/1', 'GET, HEAD, PUT, DELETE'],
  ],
  'ex4-2': [['1/edit', 'GET, HEAD, POST']],
  ex5: [
    ['api/user/1', 'GET, HEAD, PUT, DELETE'],
    ['1/delete', 'GET, HEAD, POST'],
  ],
};

describe.each(Object.entries(allowed))('a wrong method in %s', (id, paths) => {
  test.each([
    ['in the course', undefined, `/${id}/`],
    ['alone', id, '/'],
  ])('%s, is answered with 405 and Allow', async (_, only, base) => {
    const app = serving(only);
    for (const [path, allow] of paths) {
      const right = allow.split(', ').sort();
      for (const method of methods.filter((name) => !right.includes(name))) {
        const response = await app.inject({ method, url: base + path });
        expect(response.statusCode, `${method} ${path}`).toBe(405);
        expect(response.headers.allow?.split(', ').sort()).toEqual(right);
        const type = path.startsWith('api/') ? /problem\+json/ : /text\/html/;
        expect(response.headers['content-type']).toMatch(type);
      }
    }
  });
});

test('a wrong method is named, and so are the right ones', async () => {
  const opened = await app.inject('/ex2-3/submit');
  expect(opened.body).toContain('GET 요청을 받지 않습니다');
  expect(opened.body).toContain('받는 메서드는 POST입니다');
  const removed = await app.inject({ method: 'DELETE', url: '/ex1/' });
  expect(removed.body).toContain('DELETE 요청을 받지 않습니다');
  expect(removed.body).toContain('받는 메서드는 GET, HEAD입니다');
});

test.each([
  ['/ex1/', new Error('away'), 'text/html'],
  ['/ex4-2/', new Error('away'), 'text/html'],
  ['/ex4/api/', new Error('away'), 'application/problem+json'],
])('a 503 says when to try again, below %s', async (prefix, error, type) => {
  const app = newApp();
  app.addHook('onRequest', async ({ url }) => {
    if (url.startsWith(prefix)) throw Object.assign(error, { statusCode: 503 });
  });
  const response = await app.inject(`${prefix}users`);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('2');
  expect(response.headers['content-type']).toContain(type);
});

test.each([
  ...['POST /ex1/', 'DELETE /ex2-3/submit', 'PUT /ex4/api/users'],
  'POST /public/site.css',
])('a wrong method is refused unread: %s', async (line) => {
  for (const framing of [
    'Content-Length: 1000000000',
    'Transfer-Encoding: chunked',
  ]) {
    const { status, head } = await sendBytes(
      port,
      `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`,
      `Content-Type: text/nonsense\r\n${framing}\r\n\r\n`,
    );
    expect(status).toBe(405);
    expect(head).toMatch(/^allow: .*(get|post)/m);
  }
});

test('HEAD answers as GET does, without the body', async () => {
  for (const url of [
    ...['/', '/health', '/ready', '/public/me.svg', '/ex1/', '/ex2-2/'],
    ...['/ex2-3/tally', '/ex3/hello/a', '/json/', '/ex4-2/', '/ex5/'],
    ...['/ex4/api/users', '/ex4/api/user/99', '/ex3/nothing'],
    ...['/ex3-2/nothing', '/public/nothing', '/nothing', '/%'],
  ]) {
    const get = await app.inject(url);
    const head = await app.inject({ method: 'HEAD', url });
    expect(head.statusCode, url).toBe(get.statusCode);
    expect(head.body).toBe('');
    for (const name of ['content-type', 'content-length'] as const) {
      expect(head.headers[name], `${name} of ${url}`).toBe(get.headers[name]);
    }
  }
});

describe('an unknown path', () => {
  test.each(ids)('gets a Korean page that leads home, in %s', async (id) => {
    for (const [only, base] of [
      [undefined, `/${id}/`],
      [id, '/'],
    ] as const) {
      const app = serving(only);
      for (const method of ['GET', 'POST', 'DELETE'] as const) {
        const response = await app.inject({ method, url: `${base}no/thing` });
        expect(response.statusCode).toBe(404);
        expect(response.body).toContain('<html lang="ko">');
        const own = id === 'ex3-2' ? base : '/';
        expect(response.body).toContain(`<a href="${own}">`);
      }
    }
  });

  test.each([
    [undefined, '/ex4/api'],
    [undefined, '/ex5/api'],
    ['ex4', '/api'],
    ['ex5', '/api'],
  ])('gets a problem below the API: %s %s', async (only, base) => {
    const app = serving(only);
    for (const path of ['/', '/nothing', '/user', '/users/', '/user/1/2']) {
      const response = await app.inject(base + path);
      // There is a POST for /user.
      expect(response.statusCode).toBe(path === '/user' ? 405 : 404);
      expect(response.headers['content-type']).toMatch(/problem\+json/);
      expect(response.json().detail).toMatch(/[가-힣]/);
    }
    expect((await app.inject(`${base}x`)).body).toContain('<html');
  });

  test('is each exercise but the one that is served alone', async () => {
    const app = newApp({ only: 'ex3' });
    for (const id of ids) {
      expect((await app.inject(`/${id}/`)).statusCode, id).toBe(404);
    }
  });
});

describe('a fault of ours', () => {
  test.each<[string, RouteHandler]>([
    ['an error', () => Promise.reject(new Error('secret at /srv/x.ts'))],
    ['no error at all', () => Promise.reject('secret')],
    [
      'an error with an odd status',
      () =>
        Promise.reject(Object.assign(new Error('secret'), { statusCode: 7 })),
    ],
    ['a view that fails', (_request, reply) => reply.view('json/index.ejs')],
  ])('tells nothing of the inside: %s', async (_what, handler) => {
    const app = newApp();
    app.get('/fault', handler);
    const response = await app.inject('/fault');
    expect(response.statusCode).toBe(500);
    expect(response.body).toContain('서버에서 문제가 생겼습니다');
    expect(response.body).not.toMatch(
      /secret|\.ts|node:|Error|ejs|&gt;&gt;|sample/,
    );
  });
});

test('the log of an error has neither its statement nor the values', () => {
  const { logger } = logOptions('info', 15001);
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  const { log } = fastify({ logger: { ...Object(logger), stream } });
  const told = { sql: 'insert Kang', parameters: ['Kang'] };
  log.error({ err: Object.assign(new Error('no such table'), told) });
  expect(lines).toEqual([expect.stringContaining('no such table')]);
  expect(lines[0]).not.toContain('Kang');
});

test('every answer has the security headers, and none a cookie', async () => {
  const answers = await Promise.all(
    [
      ...['/', '/ex1', '/ex1/', '/ex2-3/tally', '/ex4/api/users', '/ex4-2/'],
      ...['/nothing', '/ex3-2/nothing', '/ex4/api/nothing', '/%', '/ex4/api/%'],
      ...['/public/site.css', '/public/nothing', '/health', '/ready'],
    ].map((url) => app.inject(url)),
  );
  for (const url of ['/ex1/', '/ex4/api/users', '/ex2-3/submit', '/json/']) {
    answers.push(await app.inject({ method: 'POST', url, payload: {} }));
  }
  const heads = answers.map(({ headers }) =>
    Object.entries(headers)
      .map((pair) => pair.join(': '))
      .join('\r\n'),
  );
  heads.push((await sendBytes(port, 'no HTTP\r\n\r\n')).head);
  for (const head of heads) {
    expect(head).toContain('x-content-type-options: nosniff');
    expect(head).toContain('referrer-policy: same-origin');
    expect(head).toContain('cross-origin-resource-policy: same-origin');
    expect(head).toMatch(/content-security-policy: default-src 'self';/);
    // These would break plain http, or share the students' ports.
    expect(head).not.toMatch(/upgrade-insecure|strict-transport|set-cookie/);
    expect(head).not.toMatch(/access-control|x-powered-by|\nserver:/);
    // None of these is a 503.
    expect(head).not.toContain('retry-after');
  }
});

describe('a page of another origin', () => {
  const host = 'class.example:15001';
  const changes = [
    ['POST', '/ex2-3/submit', 'application/x-www-form-urlencoded'],
    ['POST', '/json/', 'application/x-www-form-urlencoded'],
    ['POST', '/ex4-2/new', 'application/x-www-form-urlencoded'],
    ['POST', '/ex4/api/user', 'application/json'],
    ['PUT', '/ex4/api/user/1', 'application/json'],
    ['DELETE', '/ex4/api/user/1', undefined],
  ] as const;

  test.each([
    'http://class.example:15002',
    'http://class.example',
    'http://other.example:15001',
    'http://class.example:15001.evil.example',
    'http://class.example:15001@evil.example',
    'null',
    '',
    'file://',
    'class.example:15001',
  ])('cannot change anything from "%s"', async (origin) => {
    const before = (await app.inject('/ex4/api/users')).body;
    for (const [method, url, type] of changes) {
      const headers = { host, origin, ...(type && { 'content-type': type }) };
      const response = await app.inject({ method, url, headers, payload: '' });
      expect(response.statusCode, `${method} ${url}`).toBe(403);
      const isApi = url.includes('/api/');
      expect(response.headers['content-type']).toMatch(
        isApi ? /problem\+json/ : /text\/html/,
      );
      expect(response.body).toContain('다른 주소의 페이지');
      if (!isApi) expect(response.body).toContain('프록시가 Host 헤더를');
    }
    expect((await app.inject('/ex4/api/users')).body).toBe(before);
  });

  // What the browser says counts, whatever a proxy did to the other two.
  test.each([
    [404, 'same-origin', 'https://name-15001.tunnel.example', 'localhost:1'],
    [404, 'same-origin', 'http://localhost:15001', 'name.tunnel.example'],
    [404, 'same-origin', 'null', host],
    [404, 'same-origin', undefined, host],
    [404, 'none', undefined, host],
    [404, undefined, undefined, host],
    [404, undefined, 'http://class.example:15001', host],
    [404, undefined, 'http://class.example:15001', 'Class.Example:15001'],
    [404, undefined, 'https://class.example', 'class.example:443'],
    [404, undefined, 'http://class.example', 'class.example:80'],
    [404, undefined, 'http://[::1]:15001', '[::1]:15001'],
    [403, 'same-site', 'http://class.example:15001', host],
    [403, 'same-site', undefined, host],
    [403, 'cross-site', undefined, host],
    [403, 'cross-site', 'http://class.example:15001', host],
    [403, 'nonsense', undefined, host],
    [403, '', 'http://class.example:15001', host],
    [403, undefined, 'https://class.example', 'class.example:80'],
    [403, undefined, 'http://class.example', 'class.example:443'],
    [403, undefined, 'http://class.example', 'a/class.example'],
    [403, undefined, 'http://class.example', ''],
  ])('gets %i: %s from %s to %s', async (status, site, origin, host) => {
    const headers = {
      host,
      ...(origin !== undefined && { origin }),
      ...(site !== undefined && { 'sec-fetch-site': site }),
    };
    // Nothing is there to be deleted.
    const url = '/ex4/api/user/99';
    const { statusCode } = await app.inject({ method: 'DELETE', url, headers });
    expect(statusCode).toBe(status);
  });

  test('may link here', async () => {
    const site = { 'sec-fetch-site': 'cross-site' };
    const headers = { host, origin: 'http://other.example', ...site };
    const response = await app.inject({ url: '/ex2-3/', headers });
    expect(response.statusCode).toBe(200);
  });
});

test.each([undefined, ...ids])('says how it is, serving %s', async (only) => {
  const app = serving(only);
  for (const url of ['/health', '/ready']) {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ status: 'ok' });
    const posted = await app.inject({ method: 'POST', url });
    expect(posted.statusCode).toBe(405);
  }
});

describe('public files', () => {
  test('come with their types, in the course and alone', async () => {
    for (const only of [undefined, 'ex1']) {
      const app = serving(only);
      for (const [file, type] of [
        ['site.css', 'text/css; charset=utf-8'],
        ['exercises.css', 'text/css; charset=utf-8'],
        ['icon.svg', 'image/svg+xml'],
      ]) {
        const response = await app.inject(`/public/${file}`);
        expect(response.statusCode).toBe(200);
        expect(response.headers['content-type']).toBe(type);
      }
    }
  });

  test('are all that is served, whatever tricks the path plays', async () => {
    const up = ['..', '%2e%2e', '.%2e', '%252e%252e', '..;', '....'];
    up.push('%c0%ae%c0%ae');
    const slash = ['/', '//', '%2f', '%5c', '\\', '%252f', '/./'];
    const paths = up.flatMap((dots) =>
      slash.map((s) => `${dots}${s}package.json`),
    );
    for (const path of [
      ...paths,
      ...['', '.', '..', '/', '%00', 'site.css%00', 'site.css/', 'site.css.'],
      ...['/etc/passwd', '%2fetc%2fpasswd', 'file:///etc/passwd', '.git', '~'],
      ...['x/../../package.json', '../../../../../etc/passwd', '../src/app.ts'],
    ]) {
      const { status, body } = await sendPath(port, `/public/${path}`);
      expect([400, 404], path).toContain(status);
      expect(body).toContain('<html lang="ko">');
    }
  });
});
