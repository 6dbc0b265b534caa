import { type FastifyInstance, fastify } from 'fastify';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../src/database/open.ts';
import { api } from '../src/exercises/ex4-rest-api/api.ts';
import { createUsers } from '../src/exercises/ex4-rest-api/users.ts';
import { postForm } from './requests.ts';
import { newApp, newConfig } from './support.ts';

const user = { name: 'Kang', age: 20 };

const isReady = (app: FastifyInstance) =>
  expect
    .poll(async () => (await app.inject('/ready')).statusCode, {
      timeout: 10_000,
    })
    .toBe(200);

/** A course whose table is filled with so many rows by one statement. */
async function newFullApp(table: string, columns: string, values: string) {
  const { database } = newConfig();
  const app = newApp({ database });
  await isReady(app);
  const { db, close } = openDatabase(database, app.log);
  await sql
    .raw(
      `insert into ${table} (${columns}) with recursive n(i) as (select 1 ` +
        `union all select i + 1 from n where i < 100000) select ${values} from n`,
    )
    .execute(db);
  await close();
  return app;
}

test('ex4 keeps ten thousand users in memory, and says so', async () => {
  const users = createUsers();
  const app = fastify();
  onTestFinished(() => app.close());
  app.register(api, { prefix: '/api', users });
  const add = () =>
    app.inject({ method: 'POST', url: '/api/user', payload: user });
  for (let count = 3; count < 9_999; count += 1) await users.addUser(user);
  expect((await add()).statusCode).toBe(201);
  const refused = await add();
  expect(refused.statusCode).toBe(409);
  expect(refused.json().detail).toContain('더 추가할 수 없습니다');
  await app.inject({ method: 'DELETE', url: '/api/user/1' });
  expect((await add()).statusCode).toBe(201);
});

test('ex5 keeps a hundred thousand users in its table', async () => {
  const app = await newFullApp('users', 'name, age', "'a', 1");
  const payload = user;
  const url = '/ex5/api/user';
  const refused = await app.inject({ method: 'POST', url, payload });
  expect(refused.statusCode).toBe(409);
  expect(refused.json().detail).toContain('더 추가할 수 없습니다');
  await app.inject({ method: 'DELETE', url: `${url}/1` });
  const added = await app.inject({ method: 'POST', url, payload });
  expect(added.statusCode).toBe(201);
});

test('the survey takes a hundred thousand answers', async () => {
  const columns = 'id, name, age, food';
  const values = "i, 'a', 1, '라면'";
  const app = await newFullApp('survey_answers', columns, values);
  const form = { name: 'Kang', age: '20', food: '라면' };
  const refused = await postForm(app, '/ex2-3/submit', form);
  expect(refused.statusCode).toBe(409);
  expect(refused.body).toContain('더 저장할 수 없습니다');
});

test('the practice table takes a hundred rows', async () => {
  const app = newApp();
  await isReady(app);
  for (const id of ['create-database', 'create-table']) {
    await postForm(app, `/sql/run/${id}`, {});
  }
  const insert = () =>
    postForm(app, '/sql/run/insert', { name: 'Kang', age: '20' });
  for (let row = 0; row < 100; row += 1) {
    expect((await insert()).statusCode).toBe(303);
  }
  const refused = await insert();
  expect(refused.statusCode).toBe(409);
  expect(refused.body).toContain('더 저장할 수 없습니다');
  const removed = await postForm(app, '/sql/run/delete', { name: 'Kang' });
  expect(removed.statusCode).toBe(303);
  expect((await insert()).statusCode).toBe(303);
});
