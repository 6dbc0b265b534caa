import { fastify } from 'fastify';
import { describe, expect, test } from 'vitest';
import { api } from '../src/exercises/ex4-rest-api/api.ts';
import { createUsers } from '../src/exercises/ex4-rest-api/users.ts';
import { blankNames, followPages, sendJson } from './requests.ts';
import { newApp } from './support.ts';

const users = '/ex4/api/users';
const user = '/ex4/api/user';
/** For what changes nothing in it. */
const app = newApp();

/** Sends a body that is refused and returns the fields that it blames. */
async function refuse(json: unknown, put?: true) {
  const response = await (put
    ? sendJson(app, 'PUT', `${user}/1`, JSON.stringify(json))
    : sendJson(app, 'POST', user, JSON.stringify(json)));
  expect(response.statusCode, JSON.stringify(json)).toBe(400);
  expect(response.headers['content-type']).toBe(
    'application/problem+json; charset=utf-8',
  );
  const { status, detail, errors } = response.json();
  expect(status).toBe(400);
  for (const words of [detail, ...errors.map((e: Problem) => e.detail)]) {
    expect(words).toMatch(/[가-힣]+.*\.$/);
  }
  return errors.map(({ field }: Problem) => field);
}

interface Problem {
  field: string;
  detail: string;
}

describe('users', () => {
  test('are found where Location says, in the course and alone', async () => {
    for (const [only, url] of [
      [undefined, user],
      ['ex4', '/api/user'],
    ] as const) {
      const app = newApp({ only });
      const body = '{"name":"Kang","age":20}';
      const added = await sendJson(app, 'POST', url, body);
      expect(added.headers.location).toBe(`${url}/4`);
      const found = await app.inject(`${url}/4`);
      expect(found.json()).toEqual(added.json());
    }
  });

  test('never get an id that was used before', async () => {
    const app = newApp();
    const seen = new Set([1, 2, 3]);
    for (let round = 0; round < 5; round += 1) {
      const body = '{"name":"Kang","age":20}';
      const { id } = (await sendJson(app, 'POST', user, body)).json();
      expect(seen).not.toContain(id);
      seen.add(id);
      await app.inject({ method: 'DELETE', url: `${user}/${id}` });
    }
  });

  test('may have an age written as JSON allows', async () => {
    const app = newApp();
    for (const [age, stored] of [
      ['2e1', 20],
      ['20.0', 20],
      ['-0', 0],
    ]) {
      const body = `{"name":"Kang","age":${age}}`;
      const response = await sendJson(app, 'POST', user, body);
      expect(response.json()).toMatchObject({ age: stored });
    }
  });
});

describe('what is refused', () => {
  test('is a name that is blank, too long, broken or no string', async () => {
    for (const name of [
      ...blankNames,
      '가'.repeat(101),
      '😀'.repeat(101),
      '\ud800',
      'a\udc00b',
      ...[null, 5, true, ['Kang'], { first: 'Kang' }],
    ]) {
      expect(await refuse({ name, age: 20 })).toEqual(['name']);
    }
  });

  test('is an age that is no whole number from 0 to 150', async () => {
    for (const age of [-1, 151, 1.5, 1e300, '20', '', null, true, [20], {}]) {
      expect(await refuse({ name: 'Kang', age })).toEqual(['age']);
    }
  });

  test('is an unknown field, a missing one, or all at once', async () => {
    const kang = { name: 'Kang', age: 20 };
    for (const put of [undefined, true] as const) {
      for (const field of ['id', 'toString', 'a/b~c']) {
        expect(await refuse({ ...kang, [field]: 1 }, put)).toEqual([field]);
      }
      expect(await refuse({ age: 20 }, put)).toEqual(['name']);
      expect(await refuse({ name: 'Kang' }, put)).toEqual(['age']);
      const fields = await refuse({ age: '20', city: 'Busan' }, put);
      expect(fields.sort()).toEqual(['age', 'city', 'name']);
    }
  });

  test('is a body that is no object', async () => {
    const user = { name: 'Kang', age: 20 };
    for (const body of [null, 5, 'Kang', true, [], [user]]) {
      expect(await refuse(body)).toEqual(['']);
    }
  });

  test('is no body at all, which is said', async () => {
    const type = { 'content-type': 'application/json' };
    const chunked = { ...type, 'transfer-encoding': 'chunked' };
    for (const headers of [{}, { 'content-length': '0' }, type, chunked]) {
      const response = await app.inject({ method: 'POST', url: user, headers });
      expect(response.statusCode, JSON.stringify(headers)).toBe(400);
      expect(response.body).toContain('본문이 비어 있습니다.');
    }
  });

  test('is a body in the encoding of a Korean Windows, which is said', async () => {
    const body = Buffer.from('{"name":"\xb1\xe8","age":20}', 'latin1');
    const response = await app.inject({
      method: 'POST',
      url: user,
      headers: { 'content-type': 'application/json' },
      payload: body,
    });
    expect(response.statusCode).toBe(400);
    expect(response.json().detail).toMatch(/UTF-8.*CP949.*-d @user\.json/);
  });

  test('changes nothing', async () => {
    const before = (await app.inject(users)).body;
    await refuse({ name: '', age: 20 });
    await refuse({ name: '', age: 20 }, true);
    expect((await app.inject(users)).body).toBe(before);
  });
});

describe('the list', () => {
  test('can be followed to its end, 100 users at a time', async () => {
    const app = newApp();
    for (let i = 3; i < 250; i += 1) {
      await sendJson(app, 'POST', user, '{"name":"Kang","age":20}');
    }
    const pages: { id: number }[][] = (await followPages(app, users)).map(
      (page) => JSON.parse(page),
    );
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
    const ids = Array.from({ length: 250 }, (_, i) => i + 1);
    expect(pages.flat().map(({ id }) => id)).toEqual(ids);
  });

  test('has a next page only where there is more', async () => {
    for (const [query, ids, next] of [
      ['?limit=2', [1, 2], 'limit=2&after=2'],
      ['?limit=3', [1, 2, 3], undefined],
      ['?limit=1000', [1, 2, 3], undefined],
      ['?after=1', [2, 3], undefined],
      ['?after=1&limit=1', [2], 'limit=1&after=2'],
      ['?after=3', [], undefined],
      ['?after=999999999999999', [], undefined],
    ] as const) {
      const response = await app.inject(users + query);
      const listed = response.json().map(({ id }: { id: number }) => id);
      expect(listed, query).toEqual(ids);
      expect(response.headers.link).toBe(
        next && `<${users}?${next}>; rel="next"`,
      );
    }
  });

  test.each(['limit', 'after'])('refuses any other %s', async (name) => {
    const values = ['', ' 1', '-1', '+1', '1.5', '1e1', 'x', '１'];
    values.push('9'.repeat(99));
    if (name === 'limit') values.push('0', '1001');
    const queries = values.map((v) => `${name}=${encodeURIComponent(v)}`);
    for (const query of [...queries, name, `${name}=1&${name}=2`]) {
      const response = await app.inject(`${users}?${query}`);
      expect(response.statusCode, query).toBe(400);
      expect(response.json().errors).toHaveLength(1);
      expect(response.json().errors[0].field).toBe(name);
    }
  });

  test('reads one row more than it returns, at most', async () => {
    const asked: number[] = [];
    const store = createUsers();
    const app = fastify();
    app.register(api, {
      users: {
        ...store,
        listUsers: (after, limit) => {
          asked.push(limit);
          return store.listUsers(after, limit);
        },
      },
    });
    for (const query of ['', '?limit=1', '?limit=1000']) {
      await app.inject(`/users${query}`);
    }
    expect(asked).toEqual([101, 2, 1001]);
  });
});

test('tells nothing of the inside when its store fails', async () => {
  const app = fastify();
  const fail = async () => {
    throw new Error('secret at /home/secret.ts');
  };
  app.register(api, { users: { ...createUsers(), listUsers: fail } });
  const response = await app.inject('/users');
  expect(response.statusCode).toBe(500);
  expect(response.headers['content-type']).toMatch(/problem\+json/);
  expect(response.body).not.toContain('secret');
});

describe('the page', () => {
  test.each([
    { only: undefined, path: '/ex4/' },
    { only: 'ex4', path: '/' },
  ])('has five curl lines for this port that work, at $path', async (where) => {
    const app = newApp({ only: where.only, port: 15007 });
    const headers = { host: 'class.example:80' };
    const { body } = await app.inject({ url: where.path, headers });
    const unescaped = body.replaceAll('&#34;', '"').replaceAll('&#39;', "'");
    const lines = unescaped.match(/curl .*(?=<\/code>)/g) ?? [];
    const statuses = [];
    for (const line of lines) {
      const url = /http:\/\/localhost:15007(\S+)/.exec(line)?.[1] ?? '';
      const method = (/-X (\w+)/.exec(line)?.[1] ?? 'GET') as 'GET';
      const data = /-d "(.+)"/.exec(line)?.[1]?.replaceAll('\\"', '"');
      const type = /-H "Content-Type: (.+?)"/.exec(line)?.[1];
      const response = await app.inject({
        method,
        url,
        ...(data && { payload: data }),
        ...(type && { headers: { 'content-type': type } }),
      });
      statuses.push(response.statusCode);
    }
    expect(statuses).toEqual([200, 200, 201, 200, 204]);
    expect(body).not.toMatch(/15001|class\.example/);
  });
});
