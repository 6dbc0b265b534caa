import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { engines, freePort, newApp, newDatabase } from './support.ts';

const parts = [
  'overview',
  'market',
  'users',
  'features',
  'screens',
  'backend',
  'business',
];

test('shows the ten phases with their 65 activities', async () => {
  const { body } = await newApp().inject('/plan/');
  const counts = body
    .split('<details>')
    .slice(1)
    .map((phase) => phase.match(/<li>\d+\.\d+ [^<]+<\/li>/g)?.length);
  expect(counts).toEqual([8, 7, 6, 6, 7, 6, 5, 6, 8, 6]);
  expect(body).toContain('65가지');
});

test('offers an empty sheet and the filled example', async () => {
  const app = newApp();
  const empty = await openForm(app, '/plan/new');
  for (const part of parts) expect(empty[part]).toBe('');
  const example = await openForm(app, '/plan/new?from=example');
  expect(example.title).toContain('배달');
  for (const part of parts) expect(example[part]).not.toBe('');
});

test('alone at /, its links and forms lead to /', async () => {
  const app = newApp({ only: 'plan' });
  const { headers } = await post(app, '/new', { title: '가게' });
  expect(headers.location).toMatch(/^\/[0-9a-f-]{36}$/);
  for (const path of ['/', '/new', `${headers.location}`]) {
    const { body } = await app.inject(path);
    expect(body).not.toContain('/plan/');
  }
});

describe.each(engines)('on %s', (engine) => {
  test('keeps what was typed, over a restart too', async () => {
    const database = await newDatabase(engine);
    const text =
      '\n  첫 줄 <b>굵게</b> & "따옴표" \\ \t끝  \n\n둘째 🍜 줄\n</textarea>';
    const first = await newCourse(engine, { database });
    const typed = text.replaceAll('\n', '\r\n');
    const path = await create(first, { title: "<i>'가게'</i>", market: typed });
    await first.close();

    const app = newApp({ database });
    const form = await openForm(app, `${path}/edit`);
    expect(form.title).toBe("<i>'가게'</i>");
    expect(form.market).toBe(text);
    expect((await app.inject(path)).body).not.toContain('<b>');
    expect((await app.inject('/plan/')).body).not.toContain('<i>');
  });

  test.each(['한', '🍜', '\n'])(
    'takes 10,000 characters in each part: %j',
    async (character) => {
      const app = await newCourse(engine);
      const text = character.repeat(10_000);
      const entries = Object.fromEntries(parts.map((part) => [part, text]));
      const title = '🍜'.repeat(100);
      const path = await create(app, { title, ...entries });
      expect(await openForm(app, `${path}/edit`)).toMatchObject({
        title,
        ...entries,
      });
    },
  );

  test('refuses a part of 10,001 characters and gives it back', async () => {
    const app = await newCourse(engine);
    const text = '글'.repeat(10_001);
    const title = '긴 글';
    const response = await post(app, '/plan/new', { title, users: text });
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('10,001자');
    expect(formOf(response.body)).toMatchObject({ title, users: text });
    expect((await app.inject('/plan/')).body).not.toContain(title);
  });

  test.each(['', ' \t ', '가'.repeat(101), '가\r\n나'])(
    'refuses the title %j and gives all back',
    async (title) => {
      const app = await newCourse(engine);
      const entries = { title, market: '적은 글', done: '1.2' };
      const response = await post(app, '/plan/new', entries);
      expect(response.statusCode).toBe(400);
      expect(response.body).toContain('제목을 한 줄로');
      expect(formOf(response.body)).toMatchObject({
        ...entries,
        title: title.replace('\r', ''),
      });
    },
  );

  test('keeps the marks of the checklist, and none that it lacks', async () => {
    const app = await newCourse(engine);
    const fields = new URLSearchParams({ title: '가게' });
    for (const number of ['10.6', '1.1', '1.1', '11.1', 'x', '2.7']) {
      fields.append('done', number);
    }
    const path = await create(app, fields);
    const form = await openForm(app, `${path}/edit`);
    expect(form.done).toBe('1.1 2.7 10.6');
    expect((await app.inject('/plan/')).body).toContain('3가지를 마침');
  });

  test('lists what was saved last first, with what is filled in', async () => {
    const app = await newCourse(engine);
    const first = await create(app, {
      title: '첫째',
      market: '글',
      users: '글',
    });
    await create(app, { title: '둘째' });
    await waitForNextMillisecond();
    await post(app, `${first}/edit`, { version: '1', title: '고친 첫째' });
    const { body } = await app.inject('/plan/');
    expect(body.indexOf('고친 첫째')).toBeLessThan(body.indexOf('둘째'));
    expect(body).toContain('7부 가운데 2부를 적음');
    expect(body).toContain('7부 가운데 0부를 적음');
  });

  test('leaves a part alone that a request does not name', async () => {
    const app = await newCourse(engine);
    const path = await create(app, { title: '가게', market: '남을 글' });
    await post(app, `${path}/edit`, { version: '1', users: '새 글' });
    expect(await openForm(app, `${path}/edit`)).toMatchObject({
      title: '가게',
      market: '남을 글',
      users: '새 글',
    });
  });

  test('keeps at most 100 sheets, which can still be edited', async () => {
    const app = await newCourse(engine);
    let last = '';
    for (let i = 0; i < 100; i += 1) last = await create(app, { title: '가' });
    const more = { title: '나', market: '적은 글' };
    const refused = await post(app, '/plan/new', more);
    expect(refused.statusCode).toBe(400);
    expect(formOf(refused.body)).toMatchObject(more);
    expect((await app.inject('/plan/')).body).not.toContain('/plan/new');

    const changed = await post(app, `${last}/edit`, { version: '1' });
    expect(changed.statusCode).toBe(303);
    await post(app, `${last}/delete`, {});
    expect((await post(app, '/plan/new', more)).statusCode).toBe(303);
  });

  test('asks before it deletes, and knows no sheet afterwards', async () => {
    const app = await newCourse(engine);
    const path = await create(app, { title: '가게' });
    const asked = await app.inject(`${path}/delete`);
    expect(asked.body).toContain('삭제할까요?');
    expect((await app.inject(path)).statusCode).toBe(200);

    const removed = await post(app, `${path}/delete`, {});
    expect(removed.headers.location).toBe('/plan/');
    for (const page of ['', '/edit', '/markdown', '/delete']) {
      expect((await app.inject(path + page)).statusCode).toBe(404);
    }
    expect((await post(app, `${path}/delete`, {})).statusCode).toBe(404);
  });

  test('answers odd forms without a fault of its own', async () => {
    const app = await newCourse(engine);
    const bodies = [
      '',
      'title',
      'title=a&title=b',
      'title=a&version=99999999999',
      'title=a&version=-1&id=x&done&insert=nothing',
      'choice-title=x&comparing=1&__proto__=1&constructor=2&title=a',
      'title=%00a&market=%00%0B%EF%BF%BF',
    ];
    for (const payload of bodies) {
      const { statusCode } = await app.inject({
        method: 'POST',
        url: '/plan/new',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      });
      expect(statusCode, payload).toBeLessThan(500);
    }
  });

  describe('saved in two windows', () => {
    test('shows both texts and saves neither over the other', async () => {
      const app = await newCourse(engine);
      const path = await create(app, { title: '가게', market: '처음 글' });
      const mine = await openForm(app, `${path}/edit`);
      const theirs = await openForm(app, `${path}/edit`);
      await post(app, `${path}/edit`, { ...theirs, market: '다른 <글>' });

      const changed = { market: '나의 <글>', users: '나', done: '1.1' };
      const answer = await post(app, `${path}/edit`, { ...mine, ...changed });
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain('다른 &lt;글&gt;');
      expect(formOf(answer.body)).toMatchObject(changed);
      expect(choicesIn(answer.body)).toEqual(['market', 'users', 'done']);
      const stored = await openForm(app, `${path}/edit`);
      expect(stored).toMatchObject({ market: '다른 <글>', users: '' });
    });

    test('saves what the reader chose, part by part', async () => {
      const app = await newCourse(engine);
      const { path, conflict } = await conflictOf(app);
      const chosen = {
        ...conflict,
        'choice-title': 'stored',
        'choice-market': 'mine',
        'choice-users': 'both',
        'choice-done': 'both',
      };
      expect((await post(app, `${path}/edit`, chosen)).statusCode).toBe(303);
      expect(await openForm(app, `${path}/edit`)).toMatchObject({
        title: '다른 제목',
        market: '나의 시장',
        users: '다른 사용자\n\n나의 사용자',
        done: '1.1 2.2',
      });
    });

    test('asks again while a choice is missing', async () => {
      const app = await newCourse(engine);
      const { path, conflict } = await conflictOf(app);
      const some = { ...conflict, 'choice-market': 'mine' };
      const answer = await post(app, `${path}/edit`, some);
      expect(answer.statusCode).toBe(400);
      expect(answer.body).toContain('제목: 두 글 가운데');
      expect(answer.body).not.toContain('시장과 경쟁 서비스: 두 글 가운데');
      expect(formOf(answer.body)).toMatchObject(some);
      const stored = await openForm(app, `${path}/edit`);
      expect(stored.title).toBe('다른 제목');
    });

    test('shows a text that was saved while the reader chose', async () => {
      const app = await newCourse(engine);
      const { path, conflict } = await conflictOf(app);
      const third = await openForm(app, `${path}/edit`);
      await post(app, `${path}/edit`, { ...third, market: '셋째 시장' });
      const all = ['title', 'market', 'users', 'done'].map((field) => [
        `choice-${field}`,
        'mine',
      ]);
      const answer = await post(app, `${path}/edit`, {
        ...conflict,
        ...Object.fromEntries(all),
      });
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain('셋째 시장');
      expect(formOf(answer.body).market).toBe('나의 시장');
    });

    test('takes the second of two equal saves for a double click', async () => {
      const app = await newCourse(engine);
      const empty = await openForm(app, '/plan/new');
      const form: Fields = { ...empty, title: '한 번만' };
      const answers = await Promise.all([
        post(app, '/plan/new', form),
        post(app, '/plan/new', form),
      ]);
      for (const { headers } of answers) {
        expect(headers.location).toBe(`/plan/${form.id}`);
      }
      const { body } = await app.inject('/plan/');
      expect(body.match(/한 번만/g)).toHaveLength(1);

      const edited = { ...form, version: '1', market: '글' };
      for (let i = 0; i < 2; i += 1) {
        const again = await post(app, `/plan/${form.id}/edit`, edited);
        expect(again.statusCode).toBe(303);
      }
    });

    test('lets one of many through that save at once', async () => {
      const app = await newCourse(engine);
      const path = await create(app, { title: '가게' });
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          post(app, `${path}/edit`, { version: '1', market: `글 ${i}` }),
        ),
      );
      const statuses = answers.map(({ statusCode }) => statusCode).sort();
      expect(statuses).toEqual([303, ...Array(7).fill(409)]);
    });

    test('gives the text back when the sheet is gone', async () => {
      const app = await newCourse(engine);
      const path = await create(app, { title: '가게' });
      const form = await openForm(app, `${path}/edit`);
      await post(app, `${path}/delete`, {});
      const typed = { ...form, market: '적은 글' };
      const answer = await post(app, `${path}/edit`, typed);
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain('삭제되었습니다');

      const again = formOf(answer.body);
      expect(again.market).toBe('적은 글');
      // As a new sheet: other windows may still show the one that is gone.
      const saved = await post(app, '/plan/new', again);
      expect(saved.statusCode).toBe(303);
      expect(saved.headers.location).not.toBe(path);
      const kept = await openForm(app, `${saved.headers.location}/edit`);
      expect(kept.market).toBe('적은 글');
    });
  });

  describe('part 6', () => {
    test("takes ex4's routes and saves nothing", async () => {
      const app = await newCourse(engine);
      const path = await create(app, { title: '가게', backend: '처음' });
      const typed = {
        ...(await openForm(app, `${path}/edit`)),
        title: '',
        backend: '적던 글',
        business: '다른 부의 글',
        done: '1.1',
      };
      const insert = 'routes';
      const answer = await post(app, `${path}/edit`, { ...typed, insert });
      expect(answer.statusCode).toBe(200);
      const { backend = '', ...others } = formOf(answer.body);
      const { backend: before, ...rest } = typed;
      expect(others).toEqual(rest);
      expect(backend).toMatch(/^적던 글\n\nex4의 API\n- /);
      const lines = backend.split('\n');
      for (const line of [
        '- GET /ex4/api/users',
        '- GET /ex4/api/user/:id',
        '- POST /ex4/api/user',
        '- PUT /ex4/api/user/:id',
        '- DELETE /ex4/api/user/:id',
      ]) {
        expect(lines.filter((other) => other === line)).toHaveLength(1);
      }
      expect(backend).not.toContain('HEAD');
      expect(backend).not.toContain('PATCH');
      const stored = await openForm(app, `${path}/edit`);
      expect(stored).toMatchObject({ title: '가게', backend: '처음' });
    });

    test("takes the columns of ex5's table as it is now", async () => {
      const app = await newCourse(engine);
      const answer = await post(app, '/plan/new', { insert: 'table' });
      const { backend } = formOf(answer.body);
      expect(backend).toContain(engine === 'mysql' ? 'MySQL' : 'SQLite');
      expect(backend).toMatch(/^- id: int\w*, 번호를 저절로 매긴다$/m);
      expect(backend).toMatch(/^- name: varchar(\(100\))?$/m);
      expect(backend).toMatch(/^- age: int\w*$/m);
    });

    test('takes the servers and the arrows between them', async () => {
      const database = await newDatabase(engine);
      const app = await newCourse(engine, { database, port: 15007 });
      const answer = await post(app, '/plan/new', { insert: 'topology' });
      const { backend } = formOf(answer.body);
      expect(backend).toContain('프론트 http://localhost:15007');
      expect(backend).toMatch(/API http:\/\/127\.0\.0\.1:\d+\/ex5\/api$/m);
      expect(backend).toContain(database.name);
      if (database.engine !== 'mysql') return;
      expect(backend).toContain(`${database.host}:${database.port}`);
      // The account's name is the password's, too; it stands there twice.
      expect(backend?.match(new RegExp(database.name, 'g'))).toHaveLength(2);
    });

    test('keeps the choices of a comparison', async () => {
      const app = await newCourse(engine);
      const { path, conflict } = await conflictOf(app);
      const some = { ...conflict, 'choice-market': 'both' };
      const insert = 'routes';
      const answer = await post(app, `${path}/edit`, { ...some, insert });
      const form = formOf(answer.body);
      expect(form).toMatchObject({ ...some, backend: form.backend });
      expect(form.backend).toContain('/ex4/api/users');
      expect(choicesIn(answer.body)).toContain('market');
    });
  });
});

test('names the API of its setting, whose database it cannot know', async () => {
  const app = newApp({ apiUrl: 'http://api.example:15001' });
  const answer = await post(app, '/plan/new', { insert: 'topology' });
  const { backend } = formOf(answer.body);
  expect(backend).toContain('API http://api.example:15001/api');
  expect(backend).not.toContain('SQLite');
});

test('says so when there is nothing to insert', async () => {
  const app = newApp({ only: 'plan' });
  const form = { title: '가게', backend: '글', insert: 'routes' };
  const answer = await post(app, '/new', form);
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('넣을 것을 찾지 못했습니다');
  expect(formOf(answer.body).backend).toBe('글');
});

describe('with the database away', () => {
  async function away() {
    const port = await freePort();
    return newApp({
      database: {
        engine: 'mysql',
        host: '127.0.0.1',
        port,
        user: 'student',
        password: 'student',
        name: 'student',
        connections: 2,
      },
    });
  }

  test('answers 503, and gives back what was to be saved', async () => {
    const app = await away();
    expect((await app.inject('/plan/')).statusCode).toBe(503);
    const form = await openForm(app, '/plan/new?from=example');
    const answer = await post(app, '/plan/new', form);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(answer.body).toContain('저장하지 못했습니다');
    expect(formOf(answer.body)).toEqual(form);
  });

  test('compares again after a comparison that it interrupted', async () => {
    const database = await newDatabase('sqlite');
    const { path, conflict } = await conflictOf(newApp({ database }));
    const lost = await post(await away(), `${path}/edit`, conflict);
    expect(lost.statusCode).toBe(503);
    const form = formOf(lost.body);
    const again = await post(newApp({ database }), `${path}/edit`, form);
    expect(again.statusCode).toBe(400);
    expect(again.body).toContain('다른 시장');
  });
});

test.each([
  ['/plan/nothing', 404],
  ['/plan/00000000-0000-4000-8000-000000000000', 404],
  ['/plan/00000000-0000-4000-8000-000000000000/edit', 404],
  [`/plan/${'0'.repeat(37)}/edit`, 404],
])('answers %s with %i', async (path, status) => {
  expect((await newApp().inject(path)).statusCode).toBe(status);
});

test.each([
  ['/plan/', 'GET, HEAD'],
  ['/plan/new', 'GET, HEAD, POST'],
])('allows on %s only %s', async (url, allow) => {
  const { statusCode, headers } = await newApp().inject({ method: 'PUT', url });
  expect(statusCode).toBe(405);
  expect(`${headers.allow}`.split(', ').sort().join(', ')).toBe(allow);
});

test('takes no JSON', async () => {
  const { statusCode } = await newApp().inject({
    method: 'POST',
    url: '/plan/new',
    payload: { title: '가게' },
  });
  expect(statusCode).toBe(415);
});

test('answers a body of 3 MB with 413', async () => {
  const answer = await post(newApp(), '/plan/new', {
    title: '가게',
    market: 'x'.repeat(3_000_000),
  });
  expect(answer.statusCode).toBe(413);
  expect(answer.body).not.toContain('64 KiB');
});

describe('as Markdown', () => {
  const markdown = new MarkdownIt({ html: true });

  test('has the seven parts and the checklist', async () => {
    const app = newApp();
    const form = await openForm(app, '/plan/new?from=example');
    const text = await exportOf(app, form);
    const html = markdown.render(text);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<h2>/g)).toHaveLength(8);
    expect(html.match(/<h3>/g)).toHaveLength(10);
    expect(text.match(/^- \[x\] /gm)).toHaveLength(3);
    expect(text.match(/^- \[[ x]\] /gm)).toHaveLength(65);
    expect(html).toContain('<li>가입과 로그인</li>');
  });

  test.each([
    '# 제목\n## 제목\n#태그',
    '밑줄\n===\n밑줄\n---\n***\n___\n- - -',
    '```js\nconst a = 1;\n```\n~~~\n끝',
    '<!-- 주석\n<script>alert(1)</script>\n<b>',
    '> 인용\n>> 인용',
    '1. 하나\n7. 둘\n3) 셋\n2024. 3월',
    '* 별\n+ 더하기\n  - 들여 쓴 것\n\t탭',
    '- 목록\n- 목록 **둘**\n이어진 글\n- 다시\n\n- 빈 줄 뒤',
    '-\n- \n-글\n--- 글',
    '    코드처럼 들여 쓴 줄\n\n\t탭으로 들여 쓴 줄',
    '**굵게** _기울임_ __둘__ a_b_c ~~지움~~ `코드` *별*',
    '[링크](http://example.com) ![그림](a.png) [주석]: x\n[a]: /b\n[^1]',
    '&lt; &amp; &#35; R&D \\ \\* \\\\ $a$',
    '| a | b |\n|---|---|\n| 1 | 2 |\n\na | b\n---|---\n1 | 2\n:-: | :-:',
    '줄 끝의 \\\n줄 끝의 빈칸  \n끝',
    '- [ ] 할 일\n- [x] 한 일',
    '- # 제목\n- > 인용\n- 1. 번호\n- ```',
  ])('shows as text what is typed as text: %j', async (typed) => {
    const app = newApp();
    const title = typed.split('\n')[0] ?? '';
    const text = await exportOf(app, { title, overview: typed, market: '끝' });
    const html = markdown.render(text);
    expect(html.match(/<h[1-6]>/g)).toHaveLength(19);
    expect(
      html.match(/<(pre|hr|em|strong|a|img|s|code|table|ol)\b/),
    ).toBeNull();

    const heading = /<h1>(.*)<\/h1>/.exec(html)?.[1] ?? '';
    expect(linesOf(heading)).toEqual(linesOf(toHtml(title)));
    const [, part = ''] = html.split(/<\/blockquote>|<h2>/).slice(1);
    const shown = part.replace(/<li>\s*/g, '- ').replace(/<[^>]+>/g, '');
    expect(linesOf(shown)).toEqual(linesOf(toHtml(typed)));
  });

  test.each([
    ['배달 서비스', 'plan-배달_서비스.md'],
    ['../../etc/passwd', 'plan-.._.._etc_passwd.md'],
    ['a"; filename=b.exe; x="', 'plan-a_;_filename=b.exe;_x=_.md'],
    ["'(*)'%0d%0a", "plan-'(_)'%0d%0a.md"],
    ['🍜'.repeat(100), `plan-${'🍜'.repeat(60)}.md`],
  ])('names the file of %j safely', async (title, name) => {
    const app = newApp();
    const path = await create(app, { title });
    const { headers } = await app.inject(`${path}/markdown`);
    expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
    const [, encoded = ''] =
      /^attachment; filename="plan\.md"; filename\*=UTF-8''([\w%.~!-]+)$/.exec(
        `${headers['content-disposition']}`,
      ) ?? [];
    expect(decodeURIComponent(encoded)).toBe(name);
  });
});

/** A course whose database is migrated, however slow the machine is. */
async function newCourse(
  engine: (typeof engines)[number],
  changes: Parameters<typeof newApp>[0] = {},
) {
  const app = newApp({
    database: changes.database ?? (await newDatabase(engine)),
    ...changes,
  });
  await expect
    .poll(async () => (await app.inject('/ready')).statusCode, {
      timeout: 20_000,
    })
    .toBe(200);
  return app;
}

type Fields = Record<string, string>;

/** Sends a form as a browser does. */
async function post(
  app: FastifyInstance,
  url: string,
  fields: Fields | URLSearchParams,
) {
  const form = new URLSearchParams(fields);
  // In our forms of text, `done` is one word; a browser sends each mark.
  const marks = form.getAll('done').flatMap((marks) => marks.split(' '));
  form.delete('done');
  for (const mark of marks) form.append('done', mark);
  return await app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: form.toString(),
  });
}

/** Sheets are in the order of the clock, which a fast test may outrun. */
async function waitForNextMillisecond() {
  const now = Date.now();
  while (Date.now() === now) await setImmediate();
}

/** Saves a new sheet and returns its path. */
async function create(app: FastifyInstance, fields: Fields | URLSearchParams) {
  const { statusCode, headers } = await post(app, '/plan/new', fields);
  expect(statusCode).toBe(303);
  return `${headers.location}`;
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
    const read = (name: string) =>
      new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    const name = read('name');
    const value = fromHtml(read('value'));
    const isMark = /type="(checkbox|radio)"/.test(tag);
    if (isMark && !/\schecked\b/.test(tag)) continue;
    fields[name] = fields[name] ? `${fields[name]} ${value}` : value;
  }
  // A browser drops the first line break of a textarea.
  const areas = /<textarea[^>]* name="(\w+)"[^>]*>\n?([^<]*)<\/textarea>/g;
  for (const [, name = '', text = ''] of html.matchAll(areas)) {
    fields[name] = fromHtml(text);
  }
  return fields;
}

/** The fields for which a page asks which text to keep. */
function choicesIn(html: string): string[] {
  const names = html.matchAll(/name="choice-(\w+)" value="mine"/g);
  return [...names].map(([, name = '']) => name);
}

/** A sheet saved in two windows, and the form that the second one got. */
async function conflictOf(app: FastifyInstance) {
  const path = await create(app, { title: '처음 제목' });
  const form = await openForm(app, `${path}/edit`);
  await post(app, `${path}/edit`, {
    ...form,
    title: '다른 제목',
    market: '다른 시장',
    users: '다른 사용자',
    done: '1.1',
  });
  const answer = await post(app, `${path}/edit`, {
    ...form,
    title: '나의 제목',
    market: '나의 시장',
    users: '나의 사용자',
    done: '2.2',
  });
  expect(answer.statusCode).toBe(409);
  return { path, conflict: formOf(answer.body) };
}

async function exportOf(app: FastifyInstance, fields: Fields) {
  const path = await create(app, fields);
  return (await app.inject(`${path}/markdown`)).body;
}

/** The lines of a text as HTML shows them, empty ones left out. */
function linesOf(html: string): string[] {
  return html
    .split('\n')
    .map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim())
    .filter((line) => line !== '');
}

const entities = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

function toHtml(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (letter) => `&${entities[letter as keyof typeof entities]};`,
  );
}

function fromHtml(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
