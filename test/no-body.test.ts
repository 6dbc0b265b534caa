import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { serve } from './support.ts';

test.each([
  ['a content type', { 'content-type': 'application/json' }, 400],
  ['no headers', {}, 204],
])(
  'answers a DELETE with %s and without a body',
  async (_, headers, status) => {
    const { url } = await serve();
    const options = { method: 'DELETE', headers, timeout: 3_000 };
    const sent = request(`${url}/ex4/api/user/3`, options).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(status);
  },
);
