import { expect, test } from 'vitest';
import { newApp } from './support.ts';

test.each([
  { only: undefined, url: '/ex1/' },
  { only: 'ex1', url: '/' },
])('answers $url with the bare string', async ({ only, url }) => {
  const app = newApp({ only });
  const response = await app.inject(url);
  expect(response.body).toBe('Hello, Fastify!');
  expect(response.headers['content-length']).toBe('15');
});
