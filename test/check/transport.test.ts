import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { listens } from '../../tools/check/network.ts';
import { listen, newFolder, serve } from '../support.ts';
import { change, judge, run, writeServer, wrongIn } from './servers.ts';

/** A server that reads a request and then does this to the connection. */
function rough(answer: (socket: Socket) => void): Server {
  return createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
}

test.each<[string, string, (socket: Socket) => void]>([
  ['cuts every connection', 'cut', (socket) => socket.destroy()],
  ['closes without a word', 'cut', (socket) => socket.end()],
  ['speaks SSH', 'not-http', (socket) => socket.end('SSH-2.0-OpenSSH_9\r\n')],
  ['never answers', 'timeout', () => {}],
  [
    'promises more than it sends',
    'cut',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHel'),
  ],
])('a server that %s cannot be judged', async (_what, code, answer) => {
  const port = await listen(rough(answer));
  const { status, problem, steps } = await judge('ex1', port);
  expect([status, problem?.code, steps]).toEqual([2, code, []]);
});

test('a byte now and then is no answer in time', async () => {
  const server = createHttpServer((_request, response) => {
    const timer = setInterval(() => response.write('a'), 100);
    response.on('close', () => clearInterval(timer));
  });
  const { problem } = await judge('ex1', await listen(server));
  expect(problem).toMatchObject({ code: 'timeout', next: /5초/ });
});

test('an answer without end is not read to its end', async () => {
  const block = Buffer.alloc(64 * 1024, 'a');
  const server = createHttpServer((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', more);
    more();
  });
  const report = await judge('ex1', await listen(server));
  expect(wrongIn(report)[0]).toBe('첫 페이지 열기: too-big');
});

test('a cookie is sent back, as for a session', async () => {
  const server = createHttpServer((request, response) => {
    const isKnown = request.headers.cookie === 'a=1; b=2';
    if (isKnown) response.writeHead(request.url === '/' ? 200 : 404);
    else {
      const headers = [
        ['set-cookie', 'a=1; Path=/'],
        ['set-cookie', 'b=2'],
      ];
      response.writeHead(302, [...headers, ['location', '']].flat());
    }
    response.end('Hello');
  });
  const report = await judge('ex1', await listen(server));
  expect([report.status, wrongIn(report)]).toEqual([0, []]);
});

test('a page that never closes a tag is read', async () => {
  const server = createHttpServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`사용자 목록${'<div><a href=/new>추가</a>'.repeat(20_000)}`);
  });
  const report = await judge('ex4-2', await listen(server));
  const told = '사용자를 추가하고 목록에서 보기: no-form';
  expect(wrongIn(report)[0]).toBe(told);
});

test('a server that only speaks TLS is told from one that cuts', async () => {
  const folder = newFolder();
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  const words = `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -keyout ${key} -out ${cert}`;
  spawnSync('openssl', words.split(' '));
  const files = { key: readFileSync(key), cert: readFileSync(cert) };
  const { problem } = await judge('ex1', await listen(createTlsServer(files)));
  expect(problem?.code).toBe('tls');
});

test('where nothing listens, the ports that do are named', async () => {
  let near = 0;
  do near = await listen(createHttpServer());
  while (await listens(new URL(`http://127.0.0.1:${near - 1}`)));
  const port = near - 1;
  const { status, problem } = await judge('ex1', port);
  expect([status, problem?.code]).toEqual([2, 'refused']);
  expect(problem?.next).toContain(`${near}`);
});

test('a server at another address of this machine is found', async () => {
  const port = await listen(createHttpServer(), 0, '::1');
  const { check } = await import('../../tools/check/run.ts');
  const bases = [`http://127.0.0.1:${port}/`];
  const asked = { id: 'ex1', bases, watch: false, json: false };
  const { problem } = await check({ ...asked, afterRestart: false }, 15_001);
  expect(problem?.code).toBe('other-address');
  expect(problem?.next).toContain(`http://[::1]:${port}`);
});

test('the course itself is not taken for a student', async () => {
  const { port } = await serve();
  const { status, problem } = await judge('ex3-2', port);
  expect([status, problem?.code]).toEqual([2, 'course']);
});

test.each([
  [
    'ex1',
    '"Hello, Flask!"',
    '1 / 0',
    'crash',
    'ZeroDivisionError: division by zero',
  ],
  [
    'ex2',
    'index.html',
    'indx.html',
    'template-missing',
    'jinja2.exceptions.TemplateNotFound: indx.html',
  ],
])(
  "Werkzeug's debugger tells what happened in %s",
  async (id, from, to, code, error) => {
    const folder = writeServer('twin', id);
    change(folder, { file: 'app.py', from, to });
    const settings = { FLASK_DEBUG: '1', FLASK_RUN_RELOAD: '0' };
    const { steps } = await judge(id, (await run(folder, settings)).port);
    expect(steps[0]?.problem).toMatchObject({ code, found: error });
  },
);

test.each([
  [
    'Fastify',
    'application/json',
    '{"statusCode":500,"message":"x is not defined"}',
    'x is not defined',
  ],
  [
    'Express',
    'text/html',
    '<pre>ReferenceError: x &lt; 1<br> &nbsp; at f</pre>',
    'ReferenceError: x < 1',
  ],
  [
    'a trace',
    'text/plain',
    'Traceback (most recent call last):\n  File "a"\nKeyError: \'name\'',
    "KeyError: 'name'",
  ],
  [
    'nothing',
    'text/plain',
    'Internal Server Error',
    '500 Internal Server Error',
  ],
])('a crash tells its exception: %s', async (_what, type, body, error) => {
  const server = createHttpServer((_request, response) => {
    response.writeHead(500, { 'content-type': type }).end(body);
  });
  const { steps } = await judge('ex1', await listen(server));
  expect(steps[0]?.problem).toMatchObject({ code: 'crash', found: error });
});

test('a slow server is left after less than half a minute', async () => {
  const server = createHttpServer((_request, response) => {
    setTimeout(() => response.writeHead(404).end('[]'), 4_500);
  });
  const port = await listen(server);
  const start = performance.now();
  const report = await judge('ex3', port);
  expect(performance.now() - start).toBeLessThan(30_000);
  expect(wrongIn(report).at(-1)).toMatch(/: late$/);
});
