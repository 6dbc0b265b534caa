import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { api } from '../src/exercises/ex4-rest-api/api.ts';
import { createUsers } from '../src/exercises/ex4-rest-api/users.ts';
import { addUser, postForm, postUser } from './requests.ts';
import { newConfig, newReadyApp, runOn } from './support.ts';

const user = { name: 'Kang', age: 20 };

/** A course whose table is filled with so many rows by one statement. */
async function newFullApp(table: string, columns: string, values: string) {
  const { database } = newConfig();
  const app = await newReadyApp({ database });
  await runOn(
    database,
    `insert into ${table} (${columns}) with recursive n(i) as (select 1 ` +
      `union all select i + 1 from n where i < 100000) select ${values} from n`,
  );
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
  const refused = await postUser(app, 'Kang');
  expect(refused.statusCode).toBe(409);
  expect(refused.json().detail).toContain('더 추가할 수 없습니다');
  await app.inject({ method: 'DELETE', url: '/ex5/api/user/1' });
  await addUser(app, 'Kang');
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
  const app = await newReadyApp();
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
