import { createConnection } from 'mysql2/promise';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort, runAsRoot } from '../mysql.ts';
import { newAdmin, newPorts, runClass, urlOf, whatIsThere } from './run.ts';

describe('provision', () => {
  test('makes accounts that can use their own databases alone', async () => {
    const { range, names, first } = newPorts(3);
    const [mine = '', other = ''] = names;
    await runAsRoot(`create database studentX${first}`);
    onTestFinished(async () => {
      await runAsRoot(`drop database studentX${first}`);
    });

    for (const _time of ['first', 'second']) {
      const { status, output } = await runClass(`provision ${range}`);
      expect(output).toContain('6개 중 6개');
      expect(output).toContain('6번 중 6번');
      expect(status).toBe(0);
      expect(await whatIsThere(mine)).toEqual([
        mine,
        `${mine}@127.0.0.1`,
        `${mine}@localhost`,
        `${mine}_practice`,
      ]);
    }
    await runAsRoot('select database() as db', `${urlOf(mine)}/${mine}`);
    const strange = [other, `${other}_practice`, `studentX${first}`, 'mysql'];
    for (const database of strange) {
      await expect(
        runAsRoot('show tables', `${urlOf(mine)}/${database}`),
      ).rejects.toThrow('Access denied');
    }
  });

  test('keeps what is there, and makes the account right again', async () => {
    const { range, names } = newPorts(1);
    const [name = ''] = names;
    await runClass(`provision ${range} --from=%`);
    expect(await whatIsThere(name)).toContain(`${name}@%`);
    await runAsRoot(`create table ${name}.t (n int)`);
    await runAsRoot(`alter user ${name}@'%' identified by 'secret'`);
    await runAsRoot(`drop database ${name}_practice`);

    expect((await runClass(`provision ${range} from %`)).status).toBe(0);
    expect(await runAsRoot(`select * from ${name}.t`, urlOf(name))).toEqual([]);
    expect((await runClass(`provision ${range}`)).status).toBe(0);
    const there = await whatIsThere(name);
    expect(there).not.toContain(`${name}@%`);
    expect(there).toContain(`${name}@localhost`);
  });

  test('leaves no account more than its share of connections', async () => {
    const { range, names } = newPorts(1);
    await runClass(`provision ${range}`);
    const opened = [];
    for (let i = 0; i < 13; i += 1) {
      opened.push(await createConnection(urlOf(names[0] ?? '')));
    }
    await expect(createConnection(urlOf(names[0] ?? ''))).rejects.toThrow(
      'max_user_connections',
    );
    for (const connection of opened) await connection.end();
  });

  test.each(['database', 'user'])('touches no %s of others', async (kind) => {
    const { range, names } = newPorts(2);
    const [first = '', taken = ''] = names;
    const end = kind === 'user' ? `@'%'` : '';
    const shown = kind === 'user' ? `'${taken}'@'%'` : taken;
    await runAsRoot(`create ${kind} ${taken}${end}`);
    onTestFinished(async () => {
      await runAsRoot(`drop ${kind} ${taken}${end}`);
    });
    const before = await whatIsThere(taken);

    const made = await runClass(`provision ${range}`);
    expect(made.status).toBe(1);
    expect(made.output).toMatch(new RegExp(`^아무것도.*: ${shown}\n$`));
    expect((await runClass(`reset ${range} yes`)).status).toBe(1);
    const removed = await runClass(`remove ${range} yes`);
    expect(removed.output).toContain(`만들지 않아서 둔 것: ${shown}`);
    expect(await whatIsThere(first)).toEqual([]);
    expect(await whatIsThere(taken)).toEqual(before);
  });

  test('takes back all that is new where it fails halfway', async () => {
    const { range, names } = newPorts(1);
    const url = await newAdmin(
      'create user, reload, process on *.*',
      'select on mysql.*',
    );
    const { status, output } = await runClass(`provision ${range}`, {
      DB_ADMIN_URL: url,
    });
    expect(status).toBe(1);
    expect(output).toMatch(/^DB_ADMIN_URL의 계정에 권한이 없습니다.*\n$/);
    expect(await whatIsThere(names[0] ?? '')).toEqual([]);
  });

  test('takes it back where the connection was lost, too', async () => {
    const { range, names } = newPorts(100);
    const url = await newAdmin('all on *.*');
    const admin = new URL(url).username;
    await runAsRoot(`grant all on *.* to ${admin}@'%' with grant option`);
    const running = runClass(`provision ${range}`, { DB_ADMIN_URL: url });
    await expect
      .poll(() => whatIsThere(names[0] ?? ''))
      .toContain(`${names[0]}@localhost`);
    const [session] = await runAsRoot(
      `select id as id from information_schema.processlist where user = '${admin}'`,
    );
    await runAsRoot(`kill ${session?.id}`);
    const { status, output } = await running;
    expect(output).toMatch(/^DB_ADMIN_URL의 데이터베이스 서버가 없습니다.*\n$/);
    expect(status).toBe(1);
    for (const name of names) expect(await whatIsThere(name)).toEqual([]);
  });

  test('knows a host again that the server writes in small letters', async () => {
    const { range, names } = newPorts(1);
    const [name = ''] = names;
    for (const _time of ['first', 'second']) {
      const { output } = await runClass(
        `provision ${range} from Class.Example`,
      );
      expect(output).toContain('계정 만들기 1/1');
      expect(await whatIsThere(name)).toContain(`${name}@class.example`);
    }
  });

  test('shows the statements and runs none', async () => {
    const { range, names } = newPorts(1);
    const [name = ''] = names;
    // npm takes the flag away, and tells what it was.
    const flag = { npm_config_dry_run: 'true' };
    const { status, output } = await runClass(`provision ${range}`, flag);
    expect(status).toBe(0);
    expect(output).toContain(`grant all on \`${name.replace('_', '\\_')}\``);
    expect(await whatIsThere(name)).toEqual([]);
  });

  test('says in one line what is wrong with the administrator', async () => {
    const { range } = newPorts(1);
    const closed = `mysql://root@127.0.0.1:${await freePort()}`;
    for (const [url, status, words] of [
      [urlOf('nobody'), 1, '비밀번호가 틀렸습니다'],
      [closed, 1, '서버가 없습니다'],
      ['root@localhost', 2, 'DB_ADMIN_URL=mysql://'],
    ] as const) {
      const tried = await runClass(`provision ${range}`, { DB_ADMIN_URL: url });
      expect(tried.output).toMatch(/^.+\n$/);
      expect(tried.output).toContain(words);
      expect(tried.status).toBe(status);
    }
  });
});

test('reset empties one, whatever is open there, and no other', async () => {
  const { range, names, first } = newPorts(2);
  const [name = '', other = ''] = names;
  await runClass(`provision ${range}`);
  for (const one of names) await runAsRoot(`create table ${one}.t (n int)`);
  await runAsRoot(`create table ${name}_practice.t (n int)`);
  const open = await createConnection(`${urlOf(name)}/${name}`);
  open.on('error', () => {});
  await open.query('begin');
  await open.query('select * from t');

  expect((await runClass(`reset ${first}`)).status).toBe(2);
  expect(await runAsRoot(`show tables from ${name}`)).toHaveLength(1);
  expect((await runClass(`reset ${first} yes`)).status).toBe(0);
  expect(await runAsRoot(`show tables from ${name}`)).toEqual([]);
  expect(await runAsRoot(`show tables from ${name}_practice`)).toEqual([]);
  expect(await runAsRoot(`show tables from ${other}`)).toHaveLength(1);
  open.destroy();
});

test('remove leaves nothing, and says so when there is nothing', async () => {
  const { range, names, first } = newPorts(2);
  await runClass(`provision ${range}`);
  const [name = '', other = ''] = names;
  expect((await runClass(`remove ${first}`)).status).toBe(2);
  expect((await runClass(`remove ${first} yes`)).output).toContain('계정: 1개');
  expect(await whatIsThere(name)).toEqual([]);
  expect(await whatIsThere(other)).toHaveLength(4);
  const again = await runClass(`remove ${first} yes`);
  expect(again).toEqual({ status: 0, output: '지운 계정: 0개\n' });
});

test('remove locks nobody out where it may not delete the databases', async () => {
  const { range, names } = newPorts(1);
  const [name = ''] = names;
  await runClass(`provision ${range} from %`);
  const url = await newAdmin(
    'create user, reload, process on *.*',
    'select on mysql.*',
  );
  const tried = await runClass(`remove ${range} yes`, { DB_ADMIN_URL: url });
  expect(tried.output).toContain('권한이 없습니다');
  expect(tried.status).toBe(1);
  const own = `${urlOf(name)}/${name}`;
  expect(await runAsRoot('show tables', own)).toEqual([]);
});
