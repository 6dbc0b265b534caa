import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { blankNames, escaped, oddNames, postForm, stored } from './requests.ts';
import { engines, newApp, newDatabase, newReadyApp } from './support.ts';

const good = { name: '박종규', age: '17', food: '라면' };
const foods = ['라면', '김밥', '떡볶이', '비빔밥', '치킨', '피자'];

function submit(app: FastifyInstance, changes: Record<string, string> = {}) {
  return postForm(app, '/ex2-3/submit', { ...good, ...changes });
}

async function openTally(app: FastifyInstance) {
  const { body } = await app.inject('/ex2-3/tally');
  const count = (food: string) =>
    new RegExp(`${food}<[\\s\\S]*?(\\d+)명`).exec(body)?.[1];
  return { body, counts: foods.map(count).map(Number) };
}

describe('the form', () => {
  test('offers the six foods in order and chooses none', async () => {
    const { body } = await newApp().inject('/ex2-3/');
    const options = [...body.matchAll(/<option( selected)? *>(.*)<\/option>/g)];
    expect(options.map(([, , food]) => food)).toEqual(foods);
    expect(options.every(([, selected]) => selected === undefined)).toBe(true);
  });

  test.each([
    { only: undefined, base: '/ex2-3/' },
    { only: 'ex2-3', base: '/' },
  ])('is the only one to be posted at $base', async ({ only, base }) => {
    const { body } = await newApp({ only }).inject(base);
    const posted = body.match(/<form[^>]*method="post"[^>]*>/g);
    expect(posted).toEqual([expect.stringContaining(`"${base}submit"`)]);
  });

  test('has a new key each time it is opened', async () => {
    const app = newApp();
    const hidden = /type="hidden" name="key" value="([0-9a-f-]{36})"/;
    const first = hidden.exec((await app.inject('/ex2-3/')).body)?.[1];
    const second = hidden.exec((await app.inject('/ex2-3/')).body)?.[1];
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    expect(first).not.toBe(second);
  });
});

describe('bad input', () => {
  test.each([
    ['name', [...blankNames, '가'.repeat(101), '😀'.repeat(101)]],
    ['age', ['', '-1', '151', '1.5', '1e1', '0x10', '+5', '17세', '１７']],
    ['age', ['9'.repeat(400)]],
    ['food', ['', '쌀국수', '라면 ', 'constructor']],
  ])('is refused and kept: %s', async (field, values) => {
    const app = newApp();
    for (const value of values) {
      const key = randomUUID();
      const entries = { ...good, key, [field]: value };
      const { statusCode, body } = await submit(app, entries);
      expect(statusCode, value).toBe(400);
      expect(body).toContain(`value="${key}"`);
      expect(body).toContain(`value="${escaped(entries.name)}"`);
      expect(body).toContain(`value="${entries.age}"`);
      if (field !== 'food') expect(body).toContain('selected>라면<');
      expect(body.match(/<a href="#\w+">/g)).toEqual([`<a href="#${field}">`]);
      expect(body).toContain(`id="${field}"`);
    }
    expect((await openTally(app)).body).toContain('아직 답변이 없습니다');
  });

  test.each([
    ['nothing at all', []],
    ['each field twice', [...Object.entries(good), ...Object.entries(good)]],
  ] as [string, [string, string][]][])(
    'lists all three fields for %s',
    async (_what, fields) => {
      const response = await postForm(newApp(), '/ex2-3/submit', fields);
      expect(response.statusCode).toBe(400);
      const links = response.body.match(/href="#\w+"/g);
      expect(links).toEqual(['href="#name"', 'href="#age"', 'href="#food"']);
    },
  );

  test('is refused without a body, too', async () => {
    const app = newApp();
    const response = await app.inject({ method: 'POST', url: '/ex2-3/submit' });
    expect(response.statusCode).toBe(400);
  });
});

describe.each(engines)('on %s', (engine) => {
  async function newSurvey() {
    const database = await newDatabase(engine);
    return { database, app: await newReadyApp({ database }) };
  }

  test('stores an answer at an address that tells nothing of its key', async () => {
    const { app } = await newSurvey();
    const key = randomUUID();
    const { statusCode, headers } = await submit(app, { key });
    expect(statusCode).toBe(303);
    const address = headers.location ?? '';
    expect(address).toMatch(/^\/ex2-3\/result\/[0-9a-f]{32}$/);
    expect(address).not.toContain(key.replaceAll('-', '').slice(0, 8));
    expect((await app.inject(address)).statusCode).toBe(200);
  });

  test('lets nobody change an answer whose address they saw', async () => {
    const { app } = await newSurvey();
    const { headers } = await submit(app, { key: randomUUID() });
    const address = headers.location ?? '';
    const id = address.split('/').at(-1) ?? '';
    await submit(app, { id, key: id, name: '다른 사람' });
    expect((await app.inject(address)).body).toContain('이름 : 박종규');
  });

  test('stores one answer for ten clicks at once', async () => {
    const { app } = await newSurvey();
    const key = randomUUID();
    const clicks = Array.from({ length: 10 }, () => submit(app, { key }));
    for (const response of await Promise.all(clicks)) {
      expect(response.statusCode).toBe(303);
    }
    expect((await openTally(app)).counts).toEqual([1, 0, 0, 0, 0, 0]);
  });

  test('replaces an answer that was corrected', async () => {
    const { app } = await newSurvey();
    const key = randomUUID();
    await submit(app, { key });
    const changes = { key, name: '홍길동', age: '150', food: '피자' };
    const { headers } = await submit(app, changes);
    const { body } = await app.inject(headers.location ?? '');
    expect(body).toContain('이름 : 홍길동');
    expect(body).toContain('나이 : 150세');
    expect((await openTally(app)).counts).toEqual([0, 0, 0, 0, 0, 1]);
  });

  test('gives a key of its own to a form without one', async () => {
    const { app } = await newSurvey();
    const first = await submit(app);
    const second = await submit(app, { key: '' });
    expect(first.headers.location).not.toBe(second.headers.location);
    expect((await openTally(app)).counts).toEqual([2, 0, 0, 0, 0, 0]);
  });

  test('shows every name as it was typed', async () => {
    const { app } = await newSurvey();
    for (const name of oddNames) {
      const { headers } = await submit(app, { name });
      const { body } = await app.inject(headers.location ?? '');
      expect(body).toContain(`이름 : ${escaped(stored(name))}</p>`);
    }
  });

  test.each([
    ['0', '0'],
    ['150', '150'],
    ['007', '7'],
    [' 17 ', '17'],
  ])('takes the age "%s" for %s', async (age, shown) => {
    const { app } = await newSurvey();
    const { headers } = await submit(app, { age });
    const { body } = await app.inject(headers.location ?? '');
    expect(body).toContain(`나이 : ${shown}세`);
  });

  test('knows an answer by its exact address only', async () => {
    const { app } = await newSurvey();
    const { headers } = await submit(app);
    const address = headers.location ?? '';
    const id = address.split('/').at(-1) ?? '';
    expect((await app.inject(address)).statusCode).toBe(200);
    const others = [id.toUpperCase(), `${id}%20`, '%00', '-'.repeat(32)];
    for (const other of [...others, '0'.repeat(32)]) {
      const response = await app.inject(`/ex2-3/result/${other}`);
      expect(response.statusCode, other).toBe(404);
    }
  });

  test('counts each food, and names nobody', async () => {
    const { app } = await newSurvey();
    await submit(app, { name: '첫째', age: '121' });
    await submit(app, { name: '둘째', age: '122' });
    await submit(app, { name: '셋째', age: '123', food: '치킨' });
    const { body, counts } = await openTally(app);
    expect(counts).toEqual([2, 0, 0, 0, 1, 0]);
    expect(body.match(/<meter/g)).toHaveLength(6);
    expect(body).not.toMatch(/첫째|둘째|셋째|12[123]/);
  });
});
