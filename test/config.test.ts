import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, projectRoot, readConfig } from '../src/config.ts';
import { course } from '../src/course.ts';
import { copyProject, startServer } from './process.ts';
import { freePort } from './support.ts';

const ids = course.map(({ id }) => id);

/** The configuration of the only port. */
function read(environment: Record<string, string>, ...args: string[]) {
  const configs = readConfig(ids, args, environment);
  expect(configs).toHaveLength(1);
  return configs[0];
}

test('without any setting, the course is on 15001 with SQLite', () => {
  expect(read({})).toEqual({
    port: 15001,
    host: '127.0.0.1',
    only: undefined,
    ownUrl: 'http://127.0.0.1:15001',
    apiUrl: 'http://127.0.0.1:15001/ex4',
    database: {
      engine: 'sqlite',
      file: join(projectRoot, 'data/student_15001.sqlite'),
      name: 'student_15001',
    },
    logLevel: 'info',
    cacheViews: true,
  });
});

test('settings that are empty count as not set', () => {
  const names = ['PORT', 'HOST', 'API_URL', 'LOG_LEVEL'];
  const ofDatabase = ['HOST', 'PORT', 'USER', 'PASSWORD', 'NAME'];
  const all = [...names, ...ofDatabase.map((name) => `DB_${name}`)];
  for (const empty of ['', ' ']) {
    const environment = Object.fromEntries(all.map((name) => [name, empty]));
    expect(read(environment)).toEqual(read({}));
  }
});

test('with DB_HOST, everything else is named after the port', () => {
  const { database } = read({ PORT: '15007', DB_HOST: 'db' }) ?? {};
  expect(database).toMatchObject({
    engine: 'mysql',
    host: 'db',
    port: 3306,
    user: 'student_15007',
    password: 'student_15007',
    name: 'student_15007',
  });
});

test('each setting of the database can be changed', () => {
  const { database } =
    read({
      DB_HOST: 'db',
      DB_PORT: '3307',
      DB_USER: 'user',
      DB_PASSWORD: 'secret',
      DB_NAME: 'name',
    }) ?? {};
  expect(database).toMatchObject({
    engine: 'mysql',
    host: 'db',
    port: 3307,
    user: 'user',
    password: 'secret',
    name: 'name',
  });
});

test('a range of ports is one course each, with a database of its own', () => {
  const configs = readConfig(ids, [], { PORT: '15001-15040', DB_HOST: 'db' });
  expect(configs).toHaveLength(40);
  expect(configs[0]?.port).toBe(15001);
  expect(configs[39]).toMatchObject({
    port: 15040,
    ownUrl: 'http://127.0.0.1:15040',
    apiUrl: 'http://127.0.0.1:15040/ex4',
    database: { user: 'student_15040', name: 'student_15040' },
  });
  const connections = configs.map(({ database }) =>
    database.engine === 'mysql' ? database.connections : 0,
  );
  const sum = connections.reduce((total, each) => total + each);
  expect(sum, 'a MySQL server allows 151').toBeLessThan(151);
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:15001'],
  ['0.0.0.0', 'http://127.0.0.1:15001'],
  ['::', 'http://[::1]:15001'],
  ['::1', 'http://[::1]:15001'],
  ['class.test', 'http://class.test:15001'],
])('HOST=%s: the server reaches itself at %s', (HOST, ownUrl) => {
  expect(read({ HOST })).toMatchObject({ host: HOST, ownUrl });
});

test('the API of a front that is served alone is on the internal port', () => {
  const { apiUrl } = read({ PORT: '15007' }, 'ex4-2') ?? {};
  expect(apiUrl).toBe('http://127.0.0.1:25007');
});

test('API_URL is another API, with or without a slash at the end', () => {
  const expected = { apiUrl: 'http://api:15001/ex5' };
  expect(read({ API_URL: 'http://api:15001/ex5' })).toMatchObject(expected);
  expect(read({ API_URL: 'http://api:15001/ex5/' })).toMatchObject(expected);
});

test('each exercise can be served alone', () => {
  for (const { id } of course) expect(read({}, id)?.only).toBe(id);
});

test('--dev reads views anew', () => {
  expect(read({}, '--dev')).toMatchObject({ cacheViews: false });
  expect(read({}, 'ex1', '--dev')).toMatchObject({ only: 'ex1' });
});

test.each([
  [{ PORT: 'abc' }, 'PORT=abc'],
  [{ PORT: '0' }, 'PORT=0'],
  [{ PORT: '70000' }, 'PORT=70000'],
  [{ PORT: '-1' }, 'PORT=-1'],
  [{ PORT: '15001.5' }, 'PORT=15001.5'],
  [{ PORT: '1e4' }, 'PORT=1e4'],
  [{ PORT: '15001-' }, 'PORT=15001-'],
  [{ PORT: '15001-abc' }, 'PORT=15001-abc'],
  [{ PORT: '15001,15002' }, 'PORT=15001,15002'],
  [{ PORT: '65530-65540' }, 'PORT=65530-65540'],
  [{ PORT: '15040-15001' }, 'PORT=15040-15001'],
  [{ PORT: '15001-15201' }, 'PORT=15001-15201'],
  [{ PORT: '15001-15002', DB_NAME: 'one', DB_HOST: 'db' }, 'DB_NAME'],
  [{ DB_HOST: 'db', DB_PORT: 'abc' }, 'DB_PORT=abc'],
  [{ DB_HOST: 'db', DB_PORT: '3306-3307' }, 'DB_PORT=3306-3307'],
  [{ API_URL: 'abc' }, 'API_URL=abc'],
  [{ API_URL: 'localhost:25001' }, 'API_URL=localhost:25001'],
  [{ API_URL: 'ftp://127.0.0.1' }, 'API_URL=ftp://127.0.0.1'],
  [{ API_URL: 'http://127.0.0.1/?a=1' }, 'API_URL=http://127.0.0.1/?a=1'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud'],
])('%o is refused in one line that says %s', (environment, words) => {
  const message = refusal(environment);
  expect(message).toContain(words);
  expect(message).not.toContain('\n');
});

test('an API_URL with an account is refused without telling it', () => {
  const message = refusal({ API_URL: 'http://me:secret@127.0.0.1:25001' });
  expect(message).toContain('API_URL');
  expect(message).not.toContain('secret');
});

test('a front alone on a port without an internal port needs API_URL', () => {
  expect(refusal({ PORT: '60000' }, 'ex4-2')).toContain('API_URL');
  const API_URL = 'http://127.0.0.1:25001';
  expect(read({ PORT: '60000', API_URL }, 'ex4-2')?.apiUrl).toBe(API_URL);
  expect(read({ PORT: '60000' }, 'ex4')?.port).toBe(60000);
});

test.each([['ex9'], ['EX1'], ['ex1', 'ex2'], ['--port'], ['--dev=yes']])(
  'the arguments %s %s are refused in one line that lists the ids',
  (...args) => {
    const message = refusal({}, ...args);
    for (const { id } of course) expect(message).toContain(id);
    expect(message).not.toContain('\n');
  },
);

test('.env is used for what the environment leaves open', async () => {
  const [inFile, given] = [await freePort(), await freePort()];
  const project = copyProject(`PORT=${inFile}\nLOG_LEVEL=debug # words\n`);
  const first = startServer({ PORT: '' }, [], project);
  await first.printed(`http://localhost:${inFile}`);
  const second = startServer({ PORT: given }, [], project);
  await second.printed(`http://localhost:${given}`);
});

test('.env that cannot be read is one line, and exit status 2', async () => {
  const project = copyProject();
  mkdirSync(join(project, '.env'));
  const server = startServer({}, [], project);
  expect(await server.ended).toBe(2);
  expect(server.output()).toMatch(/^\.env cannot be read: .*\n$/);
});

/** The message of the ConfigError that these settings cause. */
function refusal(environment: Record<string, string>, ...args: string[]) {
  try {
    readConfig(ids, args, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('it was accepted');
}
