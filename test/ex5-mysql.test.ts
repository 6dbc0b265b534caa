import { describe, expect, test } from 'vitest';
import { runAsRoot } from './mysql.ts';
import {
  addUser,
  escaped,
  followPages,
  oddNames,
  postForm,
  postUser,
  sendJson,
  stored,
} from './requests.ts';
import {
  engines,
  newDatabase,
  newReadyApp,
  runOn,
  serve,
  shareCourse,
} from './support.ts';

const kang = { name: 'Kang', age: 20 };

describe.each(engines)('on %s', async (engine) => {
  const { app, database } = await shareCourse(engine);

  test('keeps every name as it was sent, through API and front', async () => {
    for (const typed of oddNames) {
      const name = stored(typed);
      const { headers } = await postUser(app, typed, 0);
      const found = await app.inject(headers.location ?? '');
      expect(found.json(), name).toMatchObject({ name, age: 0 });

      await postForm(app, '/ex5/new', { name: typed, age: '150' });
      const list = (await app.inject('/ex5/api/users?limit=1000')).json();
      expect(list.at(-1)).toMatchObject({ name, age: 150 });
      const { id } = list.at(-1);
      const { body } = await app.inject('/ex5/');
      expect(body).toContain(`<td>${escaped(name)}</td>`);
      const edit = await app.inject(`/ex5/${id}/edit`);
      expect(edit.body).toContain(`value="${escaped(name)}"`);
      const remove = await app.inject(`/ex5/${id}/delete`);
      expect(remove.body).toContain(`이름 : ${escaped(name)}</p>`);
    }
  });

  test('never gives an id twice, not even after a restart', async () => {
    const database = await newDatabase(engine);
    const ids = new Set<number>();
    for (const restarts of [false, false, true]) {
      const app = await newReadyApp({ database });
      const { id } = await addUser(app, 'Kang');
      ids.add(id);
      await app.inject({ method: 'DELETE', url: `/ex5/api/user/${id}` });
      if (!restarts) await app.close();
    }
    expect(ids.size).toBe(3);
  });

  test('shows old rows without name or age, and lets them be filled', async () => {
    await runOn(database, 'delete from users');
    expect((await app.inject('/ex5/')).body).toContain('사용자가 없습니다');
    await runOn(database, 'insert into users (name) values (null)');
    const [user] = (await app.inject('/ex5/api/users')).json();
    const { id } = user;
    expect(user).toEqual({ id, name: null, age: null });
    for (const path of ['', `${id}/edit`, `${id}/delete`]) {
      const { statusCode, body } = await app.inject(`/ex5/${path}`);
      expect(statusCode).toBe(200);
      expect(body).not.toMatch(/null|undefined/);
    }
    await postForm(app, `/ex5/${id}/edit`, { name: 'Kang', age: '20' });
    const filled = await app.inject(`/ex5/api/user/${id}`);
    expect(filled.json()).toEqual({ id, ...kang });
  });

  test('lists 100 users at a time, to the end', async () => {
    await runOn(database, 'delete from users');
    const rows = Array(250).fill("('Kang', 20)");
    await runOn(database, `insert into users (name, age) values ${rows}`);
    for (const start of ['/ex5/', '/ex5/api/users']) {
      const pages = await followPages(app, start);
      const sizes = pages.map((page) => page.match(/Kang/g)?.length);
      expect(sizes).toEqual([100, 100, 50]);
    }
  });

  test('knows no user of an impossible id', async () => {
    const { id } = await addUser(app, 'Kang');
    const before = (await app.inject('/ex5/api/users')).body;
    const others = ['0', `${id + 1}`, '4294967297', '9'.repeat(20)];
    others.push('9'.repeat(400), '-1', '1.0', '1e0', 'x', '%20', '１');
    for (const other of others) {
      const url = `/ex5/api/user/${other}`;
      const answers = [
        await app.inject(url),
        await sendJson(app, 'PUT', url, '{"name":"a","age":1}'),
        await app.inject({ method: 'DELETE', url }),
      ];
      for (const { headers, json } of answers) {
        expect(headers['content-type'], other).toMatch(/problem\+json/);
        expect(json().detail).toMatch(/[가-힣]/);
      }
      for (const { statusCode } of [
        ...answers,
        await app.inject(`/ex5/${other}/edit`),
        await postForm(app, `/ex5/${other}/edit`, { name: 'a', age: '1' }),
      ]) {
        expect(statusCode, other).toBe(404);
      }
    }
    expect((await app.inject('/ex5/api/users')).body).toBe(before);
  });
});

test('calls its own API, wherever API_URL leads, and not that of ex4', async () => {
  const nowhere = { apiUrl: 'http://127.0.0.1:1' };
  const { app } = await serve(nowhere);
  expect((await app.inject('/ex4-2/')).statusCode).toBe(502);
  await postForm(app, '/ex5/new', { name: 'Kang', age: '20' });
  expect((await app.inject('/ex5/')).body).toContain('Kang');
  expect((await app.inject('/ex4/api/users')).body).not.toContain('Kang');
  const alone = await serve({ ...nowhere, only: 'ex5' });
  expect((await alone.app.inject('/')).statusCode).toBe(200);
});

describe('a users table that was made by hand', async () => {
  const { app, database } = await shareCourse('mysql');
  const run = (sql: string) =>
    runAsRoot(sql.replace('users', `${database.name}.users`));

  async function makeTable(columns: string) {
    await run('drop table users');
    await run(`create table users (${columns})`);
  }

  const id = 'id int auto_increment primary key';
  const url = '/ex5/api/user';
  const insert = () => postUser(app, '강감찬');
  const change = () => sendJson(app, 'PUT', `${url}/1`, JSON.stringify(kang));
  const list = () => app.inject(`${url}s`);
  const remove = () => app.inject({ method: 'DELETE', url: `${url}/1` });

  test.each([
    ['no age', `${id}, name text`, '1054', [list, insert, change]],
    ['no id', 'name text, age int', '1054', [list, change, remove]],
    ['an email', `${id}, name text, age int, email text not null`, '1364'],
    ['no auto_increment', 'id int primary key, name text, age int', '1364'],
    ['a short name', `${id}, name varchar(2), age int`, '1406'],
    ['a number for a name', `${id}, name int, age int`, '1366'],
    ['a date for an age', `${id}, name text, age date`, '1292'],
    ['a check', `${id}, name text, age int check (age < 18)`, '(4025|3819)'],
  ])(
    'with %s is explained',
    async (_what, columns, number, asked = [insert]) => {
      await makeTable(columns);
      for (const ask of asked) {
        const answer = await ask();
        expect(answer.statusCode).toBe(409);
        const { detail } = answer.json();
        const says = `^MySQL 오류 ${number}: .+\\. .*[가-힣]\\. DESCRIBE users;`;
        expect(detail).toMatch(new RegExp(says));
        expect(detail).not.toContain('잠시 뒤');
      }
    },
  );

  test('that knows a name already says so at every writing', async () => {
    await makeTable(`${id}, name varchar(100) unique, age int`);
    await addUser(app, 'Kang');
    const { headers } = await postUser(app, 'Kim');
    const again = await postUser(app, 'Kang');
    const body = JSON.stringify(kang);
    const changed = await sendJson(app, 'PUT', `${headers.location}`, body);
    for (const answer of [again, changed]) {
      expect(answer.statusCode).toBe(409);
      expect(answer.json().detail).toMatch(
        /^MySQL 오류 1062: .*'Kang'.*UNIQUE/,
      );
    }
    const form = await postForm(app, '/ex5/new', { name: 'Kang', age: '30' });
    expect(form.statusCode).toBe(400);
    expect(form.body).toContain('API가 거절했습니다(409): MySQL 오류 1062');
    expect(form.body).toContain('value="30"');
  });

  test('that refuses to delete says why, and the front shows it', async () => {
    await makeTable(`${id}, name text, age int`);
    await postUser(app, 'Kang');
    await run(
      'create trigger users_stay before delete on users for each row ' +
        "signal sqlstate '45000' set message_text = 'nobody leaves'",
    );
    expect((await remove()).json().detail).toMatch(
      /^MySQL 오류 1644: nobody leaves\./,
    );
    const page = await postForm(app, '/ex5/1/delete', {});
    expect(page.body).toContain('<p>MySQL 오류 1644: nobody leaves.');
  });

  test('without keys is told to have stored, if not as what', async () => {
    await makeTable('id int, name text, age int');
    const { statusCode, body } = await postUser(app, 'Kang');
    expect(statusCode).toBe(409);
    expect(body).toContain('저장했지만 id를 모릅니다. AUTO_INCREMENT');
    expect(await run('select name from users')).toEqual([{ name: 'Kang' }]);
  });

  test.each(['decimal(5,1)', 'varchar(10)', 'bigint', 'double', 'char(3)'])(
    'gives ages as numbers from %s',
    async (type) => {
      await makeTable(`${id}, name varchar(100), age ${type}`);
      const { headers, body } = await postUser(app, 'Kang');
      const found = await app.inject(`${headers.location}`);
      expect(found.body).toBe(body);
      expect((await app.inject('/ex5/api/users')).body).toBe(`[${body}]`);
      expect((await app.inject('/ex5/')).body).toContain('<td>20</td>');
    },
  );

  test('names the column of what is no number', async () => {
    await makeTable(
      'id varchar(36), name text, age text character set utf8mb4',
    );
    for (const [row, says] of [
      ["'7', 'Kang', '스물'", 'age 열에 정수가 아닌 값이 있습니다: 스물.'],
      ["'7', 'Kang', '17.5'", 'age 열에 정수가 아닌 값이 있습니다: 17.5.'],
      ["'7f-', 'Kang', '17'", 'id 열에 정수가 아닌 값이 있습니다: 7f-.'],
    ]) {
      await run(`replace into users values (${row})`);
      for (const path of ['s', '/7']) {
        const { statusCode, body } = await app.inject(url + path);
        expect(statusCode).toBe(409);
        expect(body).toContain(`${says} DESCRIBE users;`);
      }
      expect((await app.inject('/ex5/')).body).toContain(`<p>${says}`);
      await run('delete from users');
    }
  });
});
