import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { prepare, statusesOf } from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import { sourceFiles } from '../src/site/source/files.ts';
import { findAll } from './page.ts';
import { copyProject } from './process.ts';
import { postForm } from './requests.ts';
import { newApp, newConfig, serve } from './support.ts';

/** What is there, by address: all that was opened, pages or not. */
type Pages = Map<string, { body: string; isPage: boolean; ids: Set<string> }>;

/** The tags of a page without its text, which may quote tags. */
function tagsOf(body: string): string {
  return body.match(/<\w[^>]*>/g)?.join('\n') ?? '';
}

/** Without the links that run a step, each of which exchange.test.ts opens. */
function followed(tags: string): string {
  return tags.replace(/<a[^>]* rel="nofollow"[^>]*>/g, '');
}

/** The errors that a lesson leads to on purpose: steps of its contract. */
const errors = new Map(
  course.flatMap(({ id, contract }) =>
    contract.map((step): [string, number] => {
      const { url } = prepare(step, `http://localhost/${id}/`, {});
      return [new URL(url).pathname, statusesOf(step)[0]];
    }),
  ),
);

/**
 * Opens a page and all that it names on this server, and so on; all must
 * answer, to HEAD as to GET.
 */
async function crawl(app: FastifyInstance, start: string): Promise<Pages> {
  const pages: Pages = new Map();
  const urls = new Set([start]);
  const forms = new Set<string>();
  for (const url of urls) {
    const { statusCode, headers, body } = await app.inject(url);
    expect([200, errors.get(url)], url).toContain(statusCode);
    expect(headers['set-cookie']).toBeUndefined();
    // There are many sources and tabs, all answered by two routes.
    if (!/^\/(source\/|raw\/|learn\/.*\?)/.test(url)) {
      const head = await app.inject({ method: 'HEAD', url });
      expect(head.statusCode, `HEAD ${url}`).toBe(statusCode);
      expect(head.body).toBe('');
    }
    const isHtml = `${headers['content-type']}`.startsWith('text/html');
    const isPage = isHtml && body.startsWith('<!doctype html>');
    const tags = isPage ? tagsOf(body) : '';
    const ids = new Set(findAll(tags, / id="([^"]*)"/g));
    pages.set(url, { body, isPage, ids });
    const here = new URL(url, 'http://localhost');
    for (const link of findAll(followed(tags), / (?:href|src)="([^"]*)"/g)) {
      const { origin, pathname, search } = new URL(link, here);
      // Only there: where to get the programs.
      if (url.startsWith('/start') && origin.startsWith('https:')) continue;
      expect(origin, `${link} on ${url}`).toBe(here.origin);
      urls.add(pathname + search);
    }
    for (const form of findAll(tags, /<form([^>]*)>/g)) {
      const action = / action="([^"]*)"/.exec(form)?.[1] ?? '';
      const method = form.includes(' method="post"') ? 'POST' : 'GET';
      forms.add(`${method} ${new URL(action, here).pathname}`);
    }
  }
  for (const form of forms) {
    const [method, url] = form.split(' ');
    const { headers } = await app.inject({ method: 'OPTIONS', url: `${url}` });
    expect(headers.allow, form).toContain(method);
  }
  return pages;
}

/** What every page of the site and of the exercises must be. */
function expectWellMade(url: string, body: string) {
  expect(body, url).toMatch(/^<!doctype html>\s+<html lang="ko">\s+<head>\s/);
  expect(body, url).toContain('<meta charset="utf-8">');
  expect(body, url).toContain(
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
  );
  expect(findAll(body, /<title>([^<]+)<\/title>/g), url).toHaveLength(1);
  const tags = tagsOf(body);
  expect(tags.match(/<h1[ >]/g), url).toHaveLength(1);
  expect(tags.match(/<main[ >]/g), url).toHaveLength(1);
  expect(body.replace(/<[^>]*>/g, ''), url).toMatch(/[가-힣]/);
  // The site's pages quote code.
  const quotes = /^\/(learn|source|help)\b/.test(url);
  if (!quotes) expect(body, url).not.toMatch(/undefined|\[object|NaN|<%|%>/);

  const ids = findAll(tags, / id="([^"]*)"/g);
  expect(new Set(ids).size, `ids of ${url}`).toBe(ids.length);
  const name = / (?:href="#|for="|aria-(?:describedby|labelledby)=")([^"]+)"/g;
  for (const id of findAll(tags, name).flatMap((list) => list.split(' '))) {
    expect(ids, `#${id} on ${url}`).toContain(id);
  }
  for (const picture of findAll(tags, /<img([^>]*)>/g)) {
    expect(picture, url).toMatch(/ alt="[^"]+"/);
  }
  const unlabelled = tagsOf(body.replace(/<label[^>]*>\s*<input[^>]*>/g, ''));
  for (const field of findAll(unlabelled, /<((?:input|select|texta)[^>]*)>/g)) {
    if (field.includes('type="hidden"')) continue;
    const id = / id="([^"]*)"/.exec(field)?.[1];
    expect(tags, url).toMatch(new RegExp(`<label[^>]* for="${id}">`));
  }

  // The content security policy would block them.
  expect(tags, url).not.toMatch(
    /<script(?![^>]* src=)|<style| style="| on\w+="/,
  );
}

describe('from the home page, every page', () => {
  let app: FastifyInstance;
  let pages: Pages;
  beforeAll(async () => {
    app = (await serve()).app;
    pages = await crawl(app, '/');
  });

  test('leads only to what is there, and is well made', () => {
    for (const [url, { body, isPage }] of pages) {
      if (isPage) expectWellMade(url, body);
    }
    expect(pages.size).toBeGreaterThan(sourceFiles.length + course.length);
  });

  test('leads only to parts of pages that are there', () => {
    for (const [url, { body, isPage }] of pages) {
      const links = isPage ? / (?:href|action)="([^"]*#[^"]*)"/g : /(?!)/g;
      for (const link of findAll(followed(tagsOf(body)), links)) {
        const { pathname, search, hash } = new URL(link, `http://x${url}`);
        const target = pages.get(pathname.replace(/\/exchange$/, '') + search);
        if (!target?.ids.has(decodeURI(hash.slice(1)))) {
          expect.fail(`${link} on ${url} leads nowhere`);
        }
      }
    }
  });

  test('has at most 60 kB on the wire, with its assets', async () => {
    const headers = { 'accept-encoding': 'br' };
    const sizes = new Map<string, number>();
    const sizeOf = async (url: string): Promise<number> => {
      const known = sizes.get(url);
      if (known !== undefined) return known;
      const { rawPayload } = await app.inject({ url, headers });
      sizes.set(url, rawPayload.length);
      return rawPayload.length;
    };
    const assets = /<(?:link|script|img|iframe)\b[^>]* (?:href|src)="([^"]*)"/g;
    for (const [url, { body, isPage }] of pages) {
      if (!isPage) continue;
      let sum = Buffer.byteLength(body);
      for (const asset of findAll(tagsOf(body), assets)) {
        sum += await sizeOf(new URL(asset, `http://x${url}`).pathname);
      }
      // A frame has assets of its own; the largest is a stylesheet.
      if (body.includes('<iframe'))
        sum += await sizeOf('/public/exercises.css');
      if (sum > 60_000) sum += (await sizeOf(url)) - Buffer.byteLength(body);
      expect(sum, url).toBeLessThanOrEqual(60_000);
    }
  });
});

test.each(course)(
  'alone, the pages of $id lead only to what is there',
  async ({ id }) => {
    const api = id === 'ex4-2' ? await serve({ only: 'ex4' }) : undefined;
    const { app } = await serve({ only: id, ...(api && { apiUrl: api.url }) });
    for (const [url, { body, isPage }] of await crawl(app, '/')) {
      if (!isPage) continue;
      expectWellMade(url, body);
      expect(body).not.toContain(`"/${id}/`);
    }
  },
);

test('pages after a form, and after a mistake, are well made', async () => {
  const { app } = await serve();
  const answer = { name: '홍길동', age: '17', food: '라면' };
  const { headers } = await postForm(app, '/ex2-3/submit', answer);
  await postForm(app, '/ex5/new', answer);
  const results = [`${headers.location}`, '/ex2-3/tally', '/ex5/'];
  for (const start of [...results, '/ex3/hello/a', '/ex3-2/add/1/2']) {
    for (const [url, { body, isPage }] of await crawl(app, start)) {
      if (isPage) expectWellMade(url, body);
    }
  }
  for (const url of ['/nothing', '/ex3-2/nothing', '/%', '/ex2-3/submit']) {
    expectWellMade(url, (await app.inject(url)).body);
  }
  for (const [url, fields] of [
    ['/ex2-3/submit', {}],
    ['/json/', { text: '{' }],
    ['/json/', { text: '{}' }],
    ['/ex4-2/new', {}],
    ['/ex5/1/edit', { age: 'x' }],
    ['/learn/ex4/exchange', { path: 'users' }],
    ['/learn/ex4/exchange', { path: '../' }],
  ] as [string, Record<string, string>][]) {
    expectWellMade(url, (await postForm(app, url, fields)).body);
  }
  const away = newApp({ apiUrl: 'http://127.0.0.1:1' });
  expectWellMade('no API', (await away.inject('/ex4-2/')).body);
});

test('views are read anew with --dev, else not again once rendered', async () => {
  // A copy of the project, whose files may be changed.
  const copy = copyProject();
  const { buildApp } = await import(join(copy, 'src/app.ts'));
  const apiUrl = 'http://127.0.0.1:1';
  const start = (cacheViews: boolean): FastifyInstance => {
    const app = buildApp(newConfig({ cacheViews, apiUrl, port: 1 }));
    onTestFinished(() => app.close());
    return app;
  };
  const cached = start(true);
  const before = await openAll(cached);
  const dev = start(false);
  expect(await openAll(dev)).toEqual(before);
  writeFileSync(join(copy, 'views/ex2-html/index.ejs'), 'changed');
  expect((await dev.inject('/ex2/')).body).toBe('changed');
  rmSync(join(copy, 'views'), { recursive: true });
  expect(await openAll(cached)).toEqual(before);
});

/** What is on a page of each exercise, and on those of errors. */
async function openAll(app: FastifyInstance) {
  const urls = ['/', '/nothing', '/ex3/hello/a', '/ex3-2/add/1/2', '/ex4-2/'];
  const bodies = [];
  for (const url of [...urls, ...course.map(({ id }) => `/${id}/`)]) {
    const { statusCode, body } = await app.inject(url);
    expect(statusCode, url).not.toBe(500);
    // Numbers of forms, and how long something took.
    bodies.push(body.replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b|[\d.]+ ms/g, ''));
  }
  return bodies;
}
