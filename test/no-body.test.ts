import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { serve } from './support.ts';

test.each([
  [{}],
  [{ 'content-type': 'application/json' }],
  [{ 'content-type': 'application/json', 'content-length': 0 }],
  [{ 'content-type': 'text/nonsense' }],
])('a request without a body may have a type or not: %o', async (headers) => {
  const { url } = await serve();
  for (const [method, path, status] of [
    ['DELETE', '/ex4/api/user/3', 204],
    ['POST', '/ex4/api/user', 400],
    ['POST', '/ex2-3/submit', 400],
  ] as const) {
    const sent = request(url + path, { method, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode, `${method} ${path}`).toBe(status);
  }
});
