import { expect, test } from 'vitest';
import { escaped, oddNames, sendPath } from './requests.ts';
import { serve } from './support.ts';

const { app, port } = await serve();

test.each([
  'add/-1/2',
  'add/1.5/2',
  'add/x/2',
  'add/1/',
  'add/1/2/3',
  `add/${'1'.repeat(1001)}/1`,
  'add/%201/2',
  'add/1e3/2',
  'add/%EF%BC%91/2',
])('answers %s with its own 404 page', async (path) => {
  const response = await app.inject(`/ex3-2/${path}`);
  expect(response.statusCode).toBe(404);
  expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(response.body).toContain('404: 잘못된 주소입니다');
});

test('adds as BigInt does, whatever the length', async () => {
  for (let length = 1; length <= 1000; length += 111) {
    const a = '9807654321'.repeat(100).slice(0, length);
    const b = '00123456789'.repeat(100).slice(0, 1001 - length);
    const { body } = await app.inject(`/ex3-2/add/${a}/${b}`);
    expect(body).toContain(`<strong>${BigInt(a) + BigInt(b)}</strong>`);
  }
});

test('names the path asked for on its 404 page, escaped', async () => {
  const response = await app.inject('/ex3-2/<i>빼기?a=1');
  expect(response.statusCode).toBe(404);
  expect(response.body).toContain('/ex3-2/&lt;i&gt;빼기<');
  expect(response.body).toContain('href="/ex3-2/"');
});

test('names every path as it was typed', async () => {
  for (const name of oddNames) {
    const path = encodeURI(name.replace(/[?#]/g, ''));
    const { body, statusCode } = await app.inject(`/ex3-2/add/${path}`);
    expect(statusCode, name).toBe(404);
    expect(body).toContain(escaped(decodeURI(`/ex3-2/add/${path}`)));
  }
});

test('names the path alone, whatever follows it', async () => {
  for (const rest of ['#%FF', '?%FF', '#%', '?a#%', '#?%ZZ']) {
    const { status, body } = await sendPath(port, `/ex3-2/nothing${rest}`);
    expect(status, rest).toBe(404);
    expect(body).toContain('/ex3-2/nothing<');
  }
});
