import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Kept, send } from '../src/contract.ts';
import { course, filesOf } from '../src/course.ts';
import { listFiles } from '../src/site/source/files.ts';
import { expectAnswer } from './contract.ts';
import { findAll, part, textOf } from './page.ts';
import { newApp, serve } from './support.ts';

/** The site's pages, one of each tab of each lesson and of each source. */
const pages = [
  '/',
  ...course.flatMap((exercise) => [
    `/learn/${exercise.id}`,
    ...filesOf(exercise).map((file) => `/learn/${exercise.id}?file=${file}`),
  ]),
  '/source/',
  ...[...listFiles()].map((file) => `/source/${file}`),
];

test('home leads to each exercise and to its lesson, in order', async () => {
  const { body } = await newApp().inject('/');
  const links = findAll(body, /<a href="(\/[^"]*)"/g);
  expect(links).toEqual(
    course.flatMap(({ id }) => [`/${id}/`, `/learn/${id}`]),
  );
  for (const { title, teaches } of course) {
    expect(textOf(body)).toContain(title);
    expect(textOf(body)).toContain(teaches);
  }
});

test('home shows the port and the database of this course', async () => {
  const { body } = await newApp({ port: 15007 }).inject('/');
  const reader = textOf(part(body, '<dl class="reader">', '</dl>'));
  expect(reader.split(/\s+/).join(' ')).toContain('포트15007 데이터베이스test');
});

test('an exercise without its slash leads to it, the query kept', async () => {
  const app = newApp();
  for (const { id } of course) {
    const { statusCode, headers } = await app.inject(`/${id}?a=1&b=%20`);
    expect([statusCode, headers.location]).toEqual([308, `/${id}/?a=1&b=%20`]);
  }
});

test('a link to a part of a page leads to a part that is there', async () => {
  const app = newApp();
  const known = new Map<string, string>();
  const open = async (url: string) => {
    const seen = known.get(url) ?? (await app.inject(url)).body;
    known.set(url, seen);
    return seen;
  };
  for (const page of pages) {
    // The lines of code have a test of their own, below.
    const html = (await open(page)).replace(/<pre[\s\S]*?<\/pre>/g, '');
    for (const link of findAll(html, / (?:href|action)="([^"]*#[^"]*)"/g)) {
      const { pathname, search, hash } = new URL(link, `http://x${page}`);
      const target = pathname.replace(/\/exchange$/, '') + search;
      expect(await open(target), `${page} ${link}`).toContain(
        ` id="${decodeURI(hash.slice(1))}"`,
      );
    }
  }
});

test('each line of code in a lesson leads to that line of its source', async () => {
  const app = newApp();
  for (const exercise of course) {
    for (const file of filesOf(exercise)) {
      const lesson = await app.inject(`/learn/${exercise.id}?file=${file}`);
      const source = await app.inject(`/source/${file}`);
      const ids = new Set(findAll(source.body, / id="(L\d+)"/g));
      const links = findAll(lesson.body, /<a class="n" href="([^"]*)"/g);
      expect(links).not.toHaveLength(0);
      for (const link of links) {
        const [path, id = ''] = link.split('#');
        expect(path).toBe(`/source/${file}`);
        expect(ids).toContain(id);
      }
    }
  }
});

describe('what a step of a lesson links to', () => {
  test.each(course)(
    'answers as the contract says: $id',
    async ({ id, contract }) => {
      const { url } = await serve();
      const lesson = await (await fetch(`${url}/learn/${id}`)).text();
      const steps = part(lesson, '<ol class="steps">', '</ol>').split('<li>');
      const kept: Kept = {};
      for (const [at, step] of contract.entries()) {
        expectAnswer(await send(step, `${url}/${id}/`, kept), step);
        const [href] = findAll(steps[at + 1] ?? '', /<a href="([^"]*)"/g);
        const linkable = step.method === 'GET' && !/\{\w+\}/.test(step.path);
        expect(href !== undefined, step.title).toBe(linkable);
        if (href === undefined) continue;
        const { status } = await fetch(url + textOf(href));
        expect(status, step.title).toBe(step.expect.status);
      }
    },
  );
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
    const app = newApp();
    for (const url of [
      '/',
      '/learn/ex4',
      '/source/src/course.ts',
      '/raw/src/course.ts',
      '/export/course.http',
    ]) {
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
    const { url } = await serve();
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

test('every page with its assets is at most 60 kB on the wire', async () => {
  const { url } = await serve();
  const sizes = new Map<string, number>();
  const sizeOf = async (path: string): Promise<number> => {
    const size = sizes.get(path) ?? (await bytesOf(url + path)).length;
    sizes.set(path, size);
    return size;
  };
  for (const page of pages) {
    const html = (await bytesOf(url + page, 'identity')).toString();
    let sum = await sizeOf(page);
    for (const asset of findAll(
      html,
      /<(?:link|script|img|iframe)\b[^>]* (?:href|src)="([^"]*)"/g,
    )) {
      sum += await sizeOf(asset);
    }
    // A frame has assets of its own; the largest is a stylesheet.
    if (html.includes('<iframe')) sum += await sizeOf('/public/exercises.css');
    expect(sum, page).toBeLessThanOrEqual(60_000);
  }
});

/** A body as it comes over the wire. */
function bytesOf(address: string, encoding = 'br'): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(
      address,
      { headers: { 'accept-encoding': encoding } },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve(Buffer.concat(chunks));
      },
    )
      .on('error', reject)
      .end();
  });
}
