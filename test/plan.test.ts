import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import worksheet from '../src/exercises/plan/worksheet.json' with {
  type: 'json',
};
import { findAll, textOf } from './page.ts';
import { postForm } from './requests.ts';
import {
  engines,
  freePort,
  mysqlAt,
  newApp,
  newDatabase,
  newReadyApp,
  runOn,
  shareCourse,
} from './support.ts';

const parts = Object.keys(worksheet.parts);
/** For tests that do not mind what the others store. */
const course = newApp();

test('shows the ten phases with their 65 activities', async () => {
  const { body } = await course.inject('/plan/');
  const [, ...phases] = body.split('<details>');
  const counts = phases.map((phase) => phase.match(/<li>\d+\.\d+ /g)?.length);
  expect(counts).toEqual([8, 7, 6, 6, 7, 6, 5, 6, 8, 6]);
});

test('offers an empty sheet and the filled example', async () => {
  const empty = await openForm(course, '/plan/new');
  expect(parts.map((part) => empty[part])).toEqual(Array(7).fill(''));
  const example = await openForm(course, '/plan/new?from=example');
  expect(example).toMatchObject({ '1.1': 'on', '1.2': 'on', '1.5': 'on' });
  for (const part of parts) expect(example[part]).toMatch(/\n/);
});

test('links to ex4, ex5 and ex7 in the course, and to nothing alone', async () => {
  const { body } = await course.inject('/plan/new');
  expect(findAll(body, /href="\/(ex\d)\/"/g)).toEqual(['ex4', 'ex5', 'ex7']);
  const app = newApp({ only: 'plan' });
  const { headers } = await save(app, { title: '가게' }, '/save');
  expect(headers.location).toMatch(/^\/[0-9a-f-]{36}$/);
  for (const path of ['/', '/new', `${headers.location}`]) {
    const { body } = await app.inject(path);
    expect(body).not.toMatch(/(href|action)="\/(plan|ex\d)\//);
  }
});

describe.each(engines)('on %s', async (engine) => {
  const { app } = await shareCourse(engine);

  test('keeps what was typed, over a restart too', async () => {
    const database = await newDatabase(engine);
    const text =
      '\n  첫 줄 <b>굵게</b> & "따옴표" \\ \t끝  \n\n둘째 🍜 줄\n</textarea>';
    const first = await newReadyApp({ database });
    const market = text.replaceAll('\n', '\r\n');
    const { path } = await create(first, { title: "<i>'가게'</i>", market });
    await first.close();

    const second = newApp({ database });
    const form = await openForm(second, `${path}/edit`);
    expect(form).toMatchObject({ title: "<i>'가게'</i>", market: text });
    expect((await second.inject(path)).body).not.toContain('<b>');
    expect((await second.inject('/plan/')).body).not.toContain('<i>');
  });

  test.each([
    '한',
    '🍜',
    '\n',
    // Counted in one piece each.
    '한'.normalize('NFD'),
  ])('takes 10,000 of %j', async (character) => {
    const title = (character.trim() || '🍜').repeat(100);
    const text = character.repeat(10_000);
    const entries = Object.fromEntries(parts.map((part) => [part, text]));
    const { form } = await create(app, { title, ...entries });
    for (const part of parts) expect(form[part]).toBe(text.normalize());
    expect(form.title).toBe(title.normalize());
  });

  test.each([
    [{ users: '글'.repeat(10_001) }, '대상 사용자: 10,000자 이하로'],
    [{ title: '' }, '제목을 한 줄로'],
    [{ title: ' \t ' }, '제목을 한 줄로'],
    [{ title: '\u3164\u200b' }, '제목을 한 줄로'],
    [{ title: '가'.repeat(101) }, '제목을 한 줄로'],
    [{ title: '가\n나' }, '제목을 한 줄로'],
  ])('gives back what it cannot store: %#', async (odd, says) => {
    const before = (await app.inject('/plan/')).body;
    const typed = { title: '긴 글', market: '쓴 글', '1.2': 'on', ...odd };
    const answer = await save(app, typed);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(says);
    expect(formOf(answer.body)).toMatchObject(typed);
    expect((await app.inject('/plan/')).body).toBe(before);
  });

  test('keeps the marks of the checklist, and none that it lacks', async () => {
    const marks = { '10.6': 'on', '1.1': 'on', '2.7': 'on', '11.1': 'on' };
    const { form } = await create(app, { title: '가게', ...marks });
    const kept = Object.keys(form).filter((name) => /^\d/.test(name));
    expect(kept).toEqual(['1.1', '2.7', '10.6']);
    expect((await app.inject('/plan/')).body).toContain('65개 중 3개 완료');
  });

  test('lists what was saved last first', async () => {
    const { form } = await create(app, { title: '첫째', market: '글' });
    await create(app, { title: '둘째' });
    await setTimeout(2); // Sheets are in the order of the clock.
    await save(app, { ...form, title: '고친 첫째', users: '글' });
    const { body } = await app.inject('/plan/');
    expect(body.indexOf('고친 첫째')).toBeLessThan(body.indexOf('둘째'));
  });

  test('keeps at most 100 sheets, which can still be edited', async () => {
    const database = await newDatabase(engine);
    const app = await newReadyApp({ database });
    const row = "', 1, '', '가', '', '', '', '', '', '', '', '')";
    const rows = Array.from({ length: 99 }, (_, i) => `('${i}${row}`);
    await runOn(database, `insert into plan_sheets values ${rows}`);
    const last = await create(app, { title: '가' });
    expect((await app.inject('/plan/')).body).not.toContain('/plan/new');
    const more = { title: '나', market: '쓴 글' };
    const refused = await save(app, more);
    expect(refused.statusCode).toBe(409);
    expect(textOf(refused.body)).toContain('활동지는 100장까지입니다.');
    expect(formOf(refused.body)).toMatchObject(more);
    const changed = await save(app, { ...last.form, market: '글' });
    expect(changed.statusCode).toBe(303);
    await save(app, {}, `${last.path}/delete`);
    expect((await save(app, more)).statusCode).toBe(303);
  });

  test('asks before it deletes, and knows no sheet afterwards', async () => {
    const { path } = await create(app, { title: '가게' });
    expect((await app.inject(path)).body).toContain('삭제할까요?');
    expect((await app.inject(`${path}/delete`)).statusCode).toBe(405);

    const removed = await save(app, {}, `${path}/delete`);
    expect(removed.headers.location).toBe('/plan/');
    for (const page of ['', '/edit', '/text']) {
      expect((await app.inject(path + page)).statusCode).toBe(404);
    }
    expect((await save(app, {}, `${path}/delete`)).statusCode).toBe(404);
  });

  test('answers odd forms without a fault of its own', async () => {
    const bodies = [
      '',
      'title=a&title=b',
      'title=a&version=99999999999',
      'title=a&version=1e400',
      'title=a&version=-1&id=x&1.1=on&1.1=on',
      '__proto__=1&constructor=2&title=a',
      'title=%00a&market=%00%0B%EF%BF%BF',
      `title=a&version=7&id=${'-'.repeat(36)}`,
    ];
    for (const body of bodies) {
      const { statusCode } = await save(app, body);
      expect(statusCode, body).toBeLessThan(500);
    }
  });

  describe('saved in two windows', () => {
    test('shows both texts, and saves over the other only then', async () => {
      const { path, form } = await create(app, { title: '가게' });
      await save(app, { ...form, market: '다른 <글>' });

      const mine = { ...form, market: '나의 <글>', users: '나', '1.1': 'on' };
      const answer = await save(app, mine);
      expect(answer.statusCode).toBe(409);
      expect(textOf(answer.body)).toContain('저장된 내용: 다른 <글>');
      const seen = formOf(answer.body);
      expect(seen).toEqual({ ...mine, version: '2' });
      const before = await openForm(app, `${path}/edit`);
      expect(before).toMatchObject({ market: '다른 <글>', users: '' });

      expect((await save(app, seen)).statusCode).toBe(303);
      const after = await openForm(app, `${path}/edit`);
      expect(after).toEqual({ ...mine, version: '3' });
    });

    test('takes the second of two equal saves for a double click', async () => {
      const empty = await openForm(app, '/plan/new');
      const form = { ...empty, id: `${empty.id}`, title: '한 번만' };
      const both = await Promise.all([save(app, form), save(app, form)]);
      for (const { headers } of both) {
        expect(headers.location).toBe(`/plan/${form.id}`);
      }
      const { body } = await app.inject('/plan/');
      expect(body.match(/한 번만/g)).toHaveLength(1);

      const edited = { ...form, version: '1', market: '글' };
      for (let i = 0; i < 2; i += 1) {
        expect((await save(app, edited)).statusCode).toBe(303);
      }
    });

    test.each(['a new sheet', 'a saved one'])(
      'lets one of many through that save %s at once',
      async (which) => {
        const form =
          which === 'a new sheet'
            ? { ...(await openForm(app, '/plan/new')), title: '가게' }
            : (await create(app, { title: '가게' })).form;
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, i) =>
            save(app, { ...form, market: `글 ${i}` }),
          ),
        );
        const statuses = answers.map(({ statusCode }) => statusCode).sort();
        expect(statuses).toEqual([303, ...Array(7).fill(409)]);
      },
    );

    test('gives the text back when the sheet is gone', async () => {
      const { path, form } = await create(app, { title: '가게' });
      await save(app, {}, `${path}/delete`);
      const answer = await save(app, { ...form, market: '글' });
      expect(answer.statusCode).toBe(410);
      expect(textOf(answer.body)).toContain('활동지가 삭제되었습니다');

      // As a new sheet: other windows may still show the one that is gone.
      const saved = await save(app, formOf(answer.body));
      expect(saved.statusCode).toBe(303);
      expect(saved.headers.location).not.toBe(path);
      const kept = await openForm(app, `${saved.headers.location}/edit`);
      expect(kept.market).toBe('글');
    });
  });
});

test('with the database away, gives back what was to be saved', async () => {
  const app = newApp({ database: mysqlAt(await freePort()) });
  expect((await app.inject('/plan/')).statusCode).toBe(503);
  const form = await openForm(app, '/plan/new?from=example');
  const answer = await save(app, form);
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('데이터베이스가 응답하지 않습니다');
  expect(formOf(answer.body)).toEqual(form);
});

test('answers unknown addresses with 404, and only POST saves', async () => {
  const unknown = '/plan/00000000-0000-4000-8000-000000000000';
  for (const url of ['/plan/x', unknown, `${unknown}/edit`, `${unknown}0`]) {
    expect((await course.inject(url)).statusCode).toBe(404);
  }
  expect((await course.inject('/plan/save')).statusCode).toBe(405);
});

test('takes no JSON, and no body of 3 MB', async () => {
  const json = { method: 'POST', url: '/plan/save', payload: {} } as const;
  expect((await course.inject(json)).statusCode).toBe(415);
  const form = { title: '가게', market: 'x'.repeat(3_000_000) };
  expect((await save(course, form)).statusCode).toBe(413);
});

describe('as a text file', () => {
  test('has all that was typed, and the checklist', async () => {
    const form = await openForm(course, '/plan/new?from=example');
    const { path } = await create(course, { ...form, business: '' });
    const { body, headers } = await course.inject(`${path}/text`);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(body).toMatch(/^배달 서비스 \(예시\)\n/);
    for (const part of parts.slice(0, 6)) expect(body).toContain(form[part]);
    expect(body).toContain('작성하지 않았습니다.');
    expect(body.match(/^\[x\] 1\.\d .+$/gm)).toHaveLength(3);
    expect(body.match(/^\[[ x]\] \d+\.\d .+$/gm)).toHaveLength(65);
  });
});

type Fields = Record<string, string>;

function save(app: FastifyInstance, form: Fields | string, url = '/plan/save') {
  return postForm(app, url, form);
}

/** Saves a new sheet; its path, and the form to edit it. */
async function create(app: FastifyInstance, fields: Fields) {
  const { statusCode, headers } = await save(app, fields);
  expect(statusCode).toBe(303);
  const path = `${headers.location}`;
  return { path, form: await openForm(app, `${path}/edit`) };
}

async function openForm(app: FastifyInstance, path: string) {
  const { statusCode, body } = await app.inject(path);
  expect(statusCode).toBe(200);
  return formOf(body);
}

/** What a browser would send of the form on a page. */
function formOf(html: string): Fields {
  const fields: Fields = {};
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const [, name = ''] = /\sname="([^"]*)"/.exec(tag) ?? [];
    const [, value = 'on'] = /\svalue="([^"]*)"/.exec(tag) ?? [];
    if (/type="checkbox"/.test(tag) && !/\schecked\b/.test(tag)) continue;
    fields[name] = textOf(value);
  }
  // A browser drops the first line break of a textarea.
  const areas = /<textarea[^>]* name="(\w+)"[^>]*>\n?([^<]*)<\/textarea>/g;
  for (const [, name = '', text = ''] of html.matchAll(areas)) {
    fields[name] = textOf(text);
  }
  return fields;
}
