import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { prepare, statusesOf } from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import { postForm } from './requests.ts';
import { newApp, newConfig, serve, temporaryFolder } from './support.ts';

interface Page {
  url: string;
  body: string;
}

/** All that matches the expression's one group, in order. */
function findAll(text: string, expression: RegExp): string[] {
  return [...text.matchAll(expression)].map((match) => match[1] ?? '');
}

/** The tags of a page without its text, which may quote tags. */
function tagsOf(body: string): string {
  return body.match(/<\w[^>]*>/g)?.join('\n') ?? '';
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
 *
 * @returns the HTML pages
 */
async function crawl(app: FastifyInstance, start: string): Promise<Page[]> {
  const pages: Page[] = [];
  const urls = new Set([start]);
  const forms = new Set<string>();
  for (const url of urls) {
    const { statusCode, headers, body } = await app.inject(url);
    expect([200, errors.get(url)], url).toContain(statusCode);
    expect(headers['set-cookie']).toBeUndefined();
    // There are many sources, all answered by one route.
    if (!url.startsWith('/source/')) {
      const head = await app.inject({ method: 'HEAD', url });
      expect(head.statusCode, `HEAD ${url}`).toBe(statusCode);
      expect(head.body).toBe('');
    }
    const isHtml = `${headers['content-type']}`.startsWith('text/html');
    if (!isHtml || !body.startsWith('<!doctype html>')) continue;

    pages.push({ url, body });
    const tags = tagsOf(body);
    const here = new URL(url, 'http://localhost');
    for (const link of findAll(tags, / (?:href|src)="([^"]*)"/g)) {
      const { origin, pathname, search } = new URL(link, here);
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
function expectWellMade({ url, body }: Page) {
  expect(body, url).toMatch(/^<!doctype html>\n<html lang="ko">\n<head>\n/);
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

describe('every page leads only to pages that are there, and is well made', () => {
  test('from the home page of the course', async () => {
    const { app } = await serve();
    const pages = await crawl(app, '/');
    for (const page of pages) expectWellMade(page);
    expect(pages.length).toBeGreaterThan(course.length);
  });

  test.each(course)('alone, from the start of $id', async ({ id }) => {
    const api = id === 'ex4-2' ? await serve({ only: 'ex4' }) : undefined;
    const { app } = await serve({ only: id, ...(api && { apiUrl: api.url }) });
    for (const page of await crawl(app, '/')) {
      expectWellMade(page);
      expect(page.body).not.toContain(`"/${id}/`);
    }
  });

  test('after a form, and after a mistake', async () => {
    const { app } = await serve();
    const answer = { name: '홍길동', age: '17', food: '라면' };
    const { headers } = await postForm(app, '/ex2-3/submit', answer);
    await postForm(app, '/ex5/new', answer);
    const results = [`${headers.location}`, '/ex2-3/tally', '/ex5/'];
    for (const url of [...results, '/ex3/hello/a', '/ex3-2/add/1/2']) {
      for (const page of await crawl(app, url)) expectWellMade(page);
    }
    for (const [url, fields] of [
      ['/ex2-3/submit', {}],
      ['/json/', { text: '{' }],
      ['/json/', { text: '{}' }],
      ['/ex4-2/new', {}],
      ['/ex5/1/edit', { age: 'x' }],
    ] as [string, Record<string, string>][]) {
      const { body } = await postForm(app, url, fields);
      expectWellMade({ url, body });
    }
    for (const url of ['/nothing', '/ex3-2/nothing', '/%', '/ex2-3/submit']) {
      const { body } = await app.inject(url);
      expectWellMade({ url, body });
    }
    const away = newApp({ apiUrl: 'http://127.0.0.1:1' });
    const { body } = await away.inject('/ex4-2/');
    expectWellMade({ url: '/ex4-2/ without an API', body });
  });
});

describe('the home page', () => {
  test('lists the exercises in order, under their days', async () => {
    const { body } = await newApp().inject('/');
    const links = findAll(body, /<a href="\/([\w-]+)\/"/g);
    expect(links).toEqual(course.map(({ id }) => id));
    const [, first = '', second = ''] = body.split(/<h2[^>]*>Day \d/);
    for (const { day, title, teaches } of course) {
      const section = day === 1 ? first : second;
      expect(section).toContain(`<h3>${title}</h3>`);
      expect(section).toContain(`<p>${teaches}</p>`);
    }
  });

  test('names the port and the database of this very server', async () => {
    const config = newConfig({ port: 15033 });
    const database = { ...config.database, name: 'student_15033' };
    const app = newApp({ ...config, database });
    const headers = { host: 'class.example:80' };
    const { body } = await app.inject({ url: '/', headers });
    expect(body).toContain('<dd>15033</dd>');
    expect(body).toContain('<dd>student_15033</dd>');
    expect(body).not.toMatch(/15001|class\.example/);
  });
});

describe('views', () => {
  /** A course made from a copy of the project, whose files may be changed. */
  async function copyCourse(cacheViews: boolean) {
    const copy = temporaryFolder();
    for (const part of [
      'src',
      'views',
      'public',
      'migrations',
      'package.json',
    ]) {
      cpSync(join(projectRoot, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
    const { buildApp } = await import(join(copy, 'src/app.ts'));
    const nowhere = 'http://127.0.0.1:1';
    const app: FastifyInstance = buildApp(
      newConfig({
        cacheViews,
        apiUrl: nowhere,
        port: Number(new URL(nowhere).port),
      }),
    );
    onTestFinished(() => app.close());
    return { app, views: join(copy, 'views') };
  }

  async function openAll(app: FastifyInstance) {
    const urls = ['/', '/nothing', '/ex3/hello/a', '/ex3-2/add/1/2', '/ex4-2/'];
    const bodies = [];
    for (const url of [...urls, ...course.map(({ id }) => `/${id}/`)]) {
      const { body } = await app.inject(url);
      // Numbers of forms, and how long something took.
      bodies.push(body.replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b|[\d.]+ ms/g, ''));
    }
    return bodies;
  }

  test('are not read again once each was rendered', async () => {
    const { app, views } = await copyCourse(true);
    const before = await openAll(app);
    rmSync(views, { recursive: true });
    expect(await openAll(app)).toEqual(before);
  });

  test('are read anew for each request with --dev', async () => {
    const { app, views } = await copyCourse(false);
    await app.inject('/ex2/');
    writeFileSync(join(views, 'ex2-html/index.ejs'), 'changed');
    expect((await app.inject('/ex2/')).body).toBe('changed');
  });
});
