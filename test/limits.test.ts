import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fastify } from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '../src/http/limits.ts';

const script = `require('node:net').connect(process.argv[1], '127.0.0.1')
  .write('GET /slow HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n')`;

/** One request at a time, and one that waits; `/slow` answers when told to. */
function limited(milliseconds = 5_000, waiting = 1) {
  const app = fastify();
  onTestFinished(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  app.register(limits, { atOnce: 1, busy: 1, waiting, milliseconds });
  const started: ((text: string) => void)[] = [];
  app.all('/slow', () => new Promise<string>((done) => started.push(done)));
  app.get('/health', async () => 'ok');
  return { app, started };
}

/**
 * Opens `/slow` from a process of its own, since what this one connects to is
 * known to be a call to itself. Resolves with how to leave.
 */
async function visit({ app }: ReturnType<typeof limited>) {
  const { port } = app.server.address() as { port: number };
  const visitor = spawn(process.execPath, ['-e', script, `${port}`]);
  const [{ socket }] = await once(app.server, 'request');
  return async () => {
    visitor.kill();
    await once(socket, 'close');
  };
}

test('what is beyond the limits is refused at once, in Korean', async () => {
  const { app, started } = limited();
  const all = [1, 2, 3].map(() => app.inject('/slow'));
  const refused = await Promise.race(all);
  expect(refused.statusCode).toBe(503);
  expect(refused.headers['retry-after']).toBe('2');
  expect(refused.headers['x-content-type-options']).toBe('nosniff');
  expect(refused.body).toContain('2초 뒤에 다시');

  // A probe is answered, however many wait.
  expect((await app.inject('/health')).statusCode).toBe(200);
  // The one that waits begins when the first one ends.
  expect(started).toHaveLength(1);
  started[0]?.('first');
  await vi.waitUntil(() => started.length === 2);
  started[1]?.('second');
  const bodies = (await Promise.all(all)).map(({ body }) => body);
  expect(bodies.slice(0, 2)).toEqual(['first', 'second']);
});

test('the event loop turns before the next one begins', async () => {
  const app = fastify();
  app.register(limits, { atOnce: 1, busy: 1, waiting: 9, milliseconds: 5_000 });
  let turn = 0;
  const count = () => {
    turn += 1;
    if (turn < 100) setImmediate(count);
  };
  app.get('/', async () => `${turn}`);
  await app.ready();
  const all = Array.from({ length: 10 }, () => app.inject('/'));
  count();
  const turns = (await Promise.all(all)).map(({ body }) => body);
  expect(new Set(turns).size).toBe(10);
});

test('nobody overtakes those who wait', async () => {
  const { app, started } = limited(5_000, 2);
  const order: string[] = [];
  const ask = async (name: string) => {
    await app.inject('/slow');
    order.push(name);
  };
  const first = ask('first');
  const second = ask('second');
  await vi.waitUntil(() => started.length === 1);
  started[0]?.('');
  await first;
  // Before the event loop has turned, the second one has not begun.
  const third = ask('third');
  await vi.waitUntil(() => started.length === 2);
  started[1]?.('');
  await vi.waitUntil(() => started.length === 3);
  started[2]?.('');
  await Promise.all([second, third]);
  expect(order).toEqual(['first', 'second', 'third']);
});

test('a download may take longer than its handler', async () => {
  const { app } = limited(100);
  const download = new PassThrough();
  app.get('/download', (_request, reply) => reply.send(download));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  download.write('first, ');
  const response = await fetch(`${url}/download`);
  await wait(300); // The limit of 100 ms, and the fifth until it is seen.
  download.end('last');
  expect(await response.text()).toBe('first, last');
});

test('what a server asks of itself is not held up by its asker', async () => {
  const { app } = limited();
  app.get('/inner', async () => 'inner');
  let url = '';
  app.get('/outer', async () => (await fetch(`${url}/inner`)).text());
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  const all = ['/outer', '/outer'].map((path) => app.inject(path));
  for (const { body } of await Promise.all(all)) expect(body).toBe('inner');
});

test('who has left does not begin, and makes no room before', async () => {
  const server = limited();
  const { app, started } = server;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const leaveFirst = await visit(server);
  const leaveSecond = await visit(server);
  const status = async () => (await app.inject('/nothing')).statusCode;
  expect(await status()).toBe(503);
  await leaveSecond();
  await leaveFirst();
  expect(await status()).toBe(503);
  started[0]?.('to nobody');
  await vi.waitUntil(async () => (await status()) === 404);
  expect(started).toHaveLength(1);
});

test.each(['GET', 'POST'] as const)(
  'a handler that does not answer: 503, for %s',
  async (method) => {
    const { app, started } = limited(100);
    const body = method === 'POST' && { payload: { name: 'Kang' } };
    const late = await app.inject({ method, url: '/slow', ...body });
    expect(late.statusCode).toBe(503);
    // What comes of it afterwards is nobody's answer.
    started[0]?.('late');
    expect((await app.inject('/nothing')).statusCode).toBe(404);
  },
);

test('an answer in time passes, and later ones too', async () => {
  const { app, started } = limited(100);
  for (const text of ['one', 'two', 'three']) {
    const response = app.inject('/slow').then(({ body }) => body);
    await vi.waitUntil(() => started.length === 1);
    started.pop()?.(text);
    expect(await response).toBe(text);
  }
});

test('the limit holds for one whose visitor has left, too', async () => {
  const server = limited(100);
  const { app } = server;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const leave = await visit(server);
  await leave();
  // Its limit is over later than that of the request before.
  expect((await app.inject('/slow')).statusCode).toBe(503);
});

test('a busy process begins fewer, and more again when it has time', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  const milliseconds = 2_000;
  app.register(limits, { atOnce: 3, busy: 1, waiting: 3, milliseconds });
  const started: (() => void)[] = [];
  app.get('/', () => new Promise<void>((done) => started.push(done)));
  await app.ready();
  const end = performance.now() + 2.5 * (milliseconds / 5);
  while (performance.now() < end) await new Promise(setImmediate);
  const all = [1, 2, 3].map(() => app.inject('/'));
  await wait(0);
  expect(started).toHaveLength(1);
  await vi.waitUntil(() => started.length === 3);
  for (const done of started) done();
  await Promise.all(all);
});
