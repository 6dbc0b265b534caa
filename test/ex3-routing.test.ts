import { expect, test } from 'vitest';
import { escaped, oddNames } from './requests.ts';
import { newApp } from './support.ts';

const app = newApp();

test.each(['', 'about'])('answers /%s with text alone', async (path) => {
  const { body } = await app.inject(`/ex3/${path}`);
  expect(body).toMatch(/입니다\.$/);
  expect(body).not.toContain('<');
});

test('greets every name as it was typed', async () => {
  const long = '김'.repeat(200);
  for (const name of [...oddNames, long, 'a'.repeat(10_000)]) {
    const response = await app.inject(`/ex3/hello/${encodeURIComponent(name)}`);
    expect(response.statusCode, name).toBe(200);
    expect(response.body).toContain(`안녕하세요, ${escaped(name)}님!`);
  }
});

test.each(['hello', 'hello/', 'hello//', 'hello/a/', 'hello/a/b', 'about/'])(
  'has nothing at /%s',
  async (path) => {
    const response = await app.inject(`/ex3/${path}`);
    expect(response.statusCode).toBe(404);
  },
);

test('links back to its own main page, in the course and alone', async () => {
  const inCourse = await app.inject('/ex3/hello/a');
  expect(inCourse.body).toContain('<a href="/ex3/">');
  const alone = await newApp({ only: 'ex3' }).inject('/hello/a');
  expect(alone.body).toContain('<a href="/">');
});
