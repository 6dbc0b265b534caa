import { once } from 'node:events';
import { connect } from 'node:net';
import { fastify } from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { timeLimit } from '../src/http/time-limit.ts';

/** A server whose `/slow` answers when the test says so. */
async function serveSlowly() {
  const app = fastify();
  onTestFinished(() => app.close());
  app.register(timeLimit, { milliseconds: 100 });
  const waiting: ((text: string) => void)[] = [];
  app.all('/slow', () => new Promise<string>((answer) => waiting.push(answer)));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, waiting };
}

test('answers 503 for a handler that does not answer', async () => {
  const { url } = await serveSlowly();
  const response = await fetch(`${url}/slow`);
  expect(response.status).toBe(503);
});

test('has the same limit for a request with a body', async () => {
  const { url } = await serveSlowly();
  const response = await fetch(`${url}/slow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Kang","age":20}',
  });
  expect(response.status).toBe(503);
});

test('lets an answer in time pass, and later ones too', async () => {
  const { url, waiting } = await serveSlowly();
  for (const text of ['one', 'two', 'three']) {
    const response = fetch(`${url}/slow`);
    await vi.waitUntil(() => waiting.length === 1);
    waiting.pop()?.(text);
    expect(await (await response).text()).toBe(text);
  }
});

test('takes no notice of an answer after the limit', async () => {
  const { url, waiting } = await serveSlowly();
  const late = await fetch(`${url}/slow`);
  expect(late.status).toBe(503);
  waiting.pop()?.('late');
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
});

test('goes on when the visitor left before the limit', async () => {
  const { url, waiting } = await serveSlowly();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await vi.waitUntil(() => waiting.length === 1);
  socket.destroy();
  // Its limit is over later than that of the request before.
  expect((await fetch(`${url}/slow`)).status).toBe(503);
});
