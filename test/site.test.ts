import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { course } from '../src/course.ts';
import { readWords } from '../src/site/lesson/words.ts';
import { findAll, part, textOf } from './page.ts';
import { serveCourse } from './process.ts';
import { newApp, serve } from './support.ts';

const { app, url } = await serve();

test('home leads to each exercise and to its lesson, under their days', async () => {
  const { body } = await app.inject('/');
  const [, ...days] = body.split(/<h2[^>]*>\d일차/);
  expect(days).toHaveLength(2);
  for (const [i, html] of days.entries()) {
    const exercises = course.filter(({ day }) => day === i + 1);
    expect(
      findAll(html.split('</main>')[0] ?? '', / href="(\/[^"]*)"/g),
    ).toEqual(exercises.flatMap(({ id }) => [`/learn/${id}`, `/${id}/`]));
    for (const exercise of exercises) {
      const { teaches, lesson } = readWords(exercise);
      expect(textOf(html)).toContain(exercise.title);
      expect(teaches, exercise.id).toMatch(/^[^.]+니다\.$/);
      expect(textOf(html)).toContain(teaches);
      expect(lesson, exercise.id).toMatch(/(니다|세요)\.$/);
    }
  }
});

test('home names the port and the database of this very server', async () => {
  const database = { engine: 'sqlite' as const, file: '', name: 'student_5' };
  const other = newApp({ port: 15033, database });
  const headers = { host: 'class.example:80' };
  const { body } = await other.inject({ url: '/', headers });
  const reader = textOf(part(body, '<dl class="reader">', '</dl>'));
  expect(reader).toMatch(
    /내 주소http:\/\/localhost:15033\s+데이터베이스student_5/,
  );
  expect(body).not.toMatch(/15001|class\.example/);
});

describe('compressed for those who take it', () => {
  const plain = (body: Buffer) => body;
  test.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
    ['GZIP', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.0', undefined, plain],
    ['identity', undefined, plain],
    ['deflate', undefined, plain],
    ['abr, gzipped', undefined, plain],
    ['', undefined, plain],
  ])('%s', async (accepted, encoding, decode) => {
    const source = ['/source/src/course.ts', '/raw/src/course.ts'];
    const others = ['/learn/ex4', ...source, '/export/course.http'];
    for (const url of ['/', ...(accepted === encoding ? others : [])]) {
      const expected = await app.inject(url);
      const { headers, rawPayload } = await app.inject({
        url,
        headers: { 'accept-encoding': accepted },
      });
      expect(headers['content-encoding'], url).toBe(encoding);
      expect(headers.vary, url).toBe('accept-encoding');
      expect(decode(rawPayload).toString(), url).toBe(expected.body);
      if (headers['content-length'] !== undefined) {
        expect(Number(headers['content-length'])).toBe(rawPayload.length);
      }
    }
  });

  test('over a real connection, HEAD too', async () => {
    const headers = { 'accept-encoding': 'br' };
    const get = await fetch(`${url}/learn/ex1`, { headers });
    expect(get.headers.get('content-encoding')).toBe('br');
    expect(await get.text()).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
    const method = 'HEAD';
    const head = await fetch(`${url}/learn/ex1`, { method, headers });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });
});

test('the log of a failure holds neither an address nor a name', async () => {
  const away = { DB_HOST: '127.0.0.1', DB_PORT: 1, LOG_LEVEL: 'trace' };
  const { server, url: here } = await serveCourse(away);
  const name = 'Gildong';
  for (const path of [`ex3/hello/${name}`, `${name}?q=${name}`, `%${name}`]) {
    await fetch(`${here}/${path}`);
  }
  const body = new URLSearchParams({ name, age: '17', food: '라면' });
  for (const path of ['ex2-3/submit', 'ex5/new', 'learn/ex4/exchange']) {
    await fetch(`${here}/${path}`, { method: 'POST', body });
  }
  await fetch(`${here}/health`);
  await server.printed('/health');
  expect(server.output()).toContain('/ex3/hello/:name');
  expect(server.output()).not.toMatch(/Gildong/i);
});

test.each([
  ['', 'source venv/bin/activate', '../mine'],
  ['?shell=powershell', 'venv\\Scripts\\Activate.ps1', '..\\mine'],
  ['?shell=cmd', 'venv\\Scripts\\activate', '..\\mine'],
  ['?shell=fish', 'source venv/bin/activate', '../mine'],
])('/start%s has the commands of its shell', async (query, activate, mine) => {
  const { body } = await newApp({ port: 15007 }).inject(`/start${query}`);
  expect(body).toContain(`\n${activate}\n`);
  expect(body).toContain(`npm run take ex1 ${mine}\n`);
  // The course has the port: a reader's own programs use the internal one.
  expect(body).toContain('npm start 15007');
  expect(body).toContain('npm run dev 25007');
  expect(body).not.toMatch(/15001|\bPORT=/);
});
