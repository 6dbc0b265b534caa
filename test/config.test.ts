import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ConfigError, projectRoot, readConfig } from '../src/config.ts';
import { course } from '../src/course.ts';
import { internalPort } from '../src/ports.ts';
import { copyProject, startServer } from './process.ts';
import { newApp } from './support.ts';

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
    host: 'localhost',
    only: undefined,
    apiUrl: undefined,
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
  const ofDatabase = ['HOST', 'PORT', 'USER', 'NAME'];
  const all = [...names, ...ofDatabase.map((name) => `DB_${name}`)];
  for (const empty of ['', ' ']) {
    const environment = Object.fromEntries(all.map((name) => [name, empty]));
    expect(read(environment)).toEqual(read({}));
  }
});

const name = 'student_15007';
test.each([
  // Everything is named after the port, unless it is set.
  [
    { PORT: '15007' },
    { host: 'db', port: 3306, user: name, password: name, name },
  ],
  [
    { DB_PORT: '3307', DB_USER: 'a', DB_PASSWORD: 'b', DB_NAME: 'c' },
    { host: 'db', port: 3307, user: 'a', password: 'b', name: 'c' },
  ],
  // That of an account without one.
  [{ DB_PASSWORD: '' }, { password: '' }],
])('with DB_HOST and %o, the database is %o', (settings, expected) => {
  const { database } = read({ DB_HOST: 'db', ...settings }) ?? {};
  expect(database).toMatchObject({ engine: 'mysql', ...expected });
});

test('a range of ports is one course each, with a database of its own', () => {
  const configs = readConfig(ids, [], { PORT: '15001-15040', DB_HOST: 'db' });
  expect(configs).toHaveLength(40);
  expect(configs[0]?.port).toBe(15001);
  expect(configs[39]).toMatchObject({
    port: 15040,
    database: { user: 'student_15040', name: 'student_15040' },
  });
  const connections = configs.map(({ database }) =>
    database.engine === 'mysql' ? database.connections : 0,
  );
  const sum = connections.reduce((total, each) => total + each);
  expect(sum, 'a MySQL server allows 151').toBeLessThan(151);
});

test('API_URL is another API, with or without a slash at the end', () => {
  const expected = { apiUrl: 'http://api:15001/ex5' };
  expect(read({ API_URL: 'http://api:15001/ex5' })).toMatchObject(expected);
  expect(read({ API_URL: 'http://api:15001/ex5/' })).toMatchObject(expected);
  expect(read({ API_URL: 'http://api' })?.apiUrl).toBe('http://api');
});

test('each exercise can be served alone', () => {
  for (const { id } of course) expect(read({}, id)?.only).toBe(id);
});

test('exercise and port are plain words, in any order', () => {
  const alone = { only: 'ex4', port: 25001 };
  expect(read({}, 'ex4', '25001')).toMatchObject(alone);
  expect(read({}, '25001', 'ex4')).toMatchObject(alone);
  expect(read({}, '25001')).toMatchObject({ only: undefined, port: 25001 });
  // What is typed comes first.
  expect(read({ PORT: '15001' }, 'ex4', '25001')).toMatchObject(alone);
  const range = readConfig(ids, ['15001-15040'], { PORT: '16001' });
  expect(range.map(({ port }) => port)).toHaveLength(40);
  expect(range[0]?.port).toBe(15001);
});

test('--dev reads views anew', () => {
  expect(read({}, '--dev')).toMatchObject({ cacheViews: false });
  expect(read({}, 'ex1', '--dev')).toMatchObject({ only: 'ex1' });
});

type Pair = [Record<string, string>, string];
test.each<Pair>([
  ...[
    ...['abc', '0', '70000', '-1', '15001.5', '1e4', '15001-', '15001-abc'],
    ...['15001,15002', '65530-65540', '15040-15001', '15001-15201'],
  ].map((PORT) => [{ PORT }, `PORT=${PORT}`] as Pair),
  [{ PORT: '15001-15002', DB_NAME: 'one', DB_HOST: 'db' }, 'DB_NAME'],
  [{ PORT: '22' }, 'PORT=22: browsers refuse'],
  [{ PORT: '10080' }, 'PORT=10080: browsers refuse'],
  [{ PORT: '5999-6001' }, 'port 6000'],
  [{ API_URL: 'http://127.0.0.1:6000' }, 'port 6000'],
  [{ DB_HOST: 'db', DB_PORT: 'abc' }, 'DB_PORT=abc'],
  [{ DB_HOST: 'db', DB_PORT: '3306-3307' }, 'DB_PORT=3306-3307'],
  ...['abc', 'localhost:1', 'ftp://127.0.0.1', 'http://127.0.0.1/?a=1'].map(
    (API_URL) => [{ API_URL }, `API_URL=${API_URL}`] as Pair,
  ),
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

test('a front alone on a port without an internal port needs API_URL', async () => {
  expect(internalPort(15001)).toBe(25001);
  // The second is one that browsers refuse.
  for (const port of [60000, 80]) expect(internalPort(port)).toBeUndefined();
  const server = startServer({}, ['ex4-2', '60000']);
  expect(await server.ended).toBe(2);
  expect(server.output()).toMatch(/^PORT=60000 has no .* API_URL\.\n$/);
  const apiUrl = 'http://127.0.0.1:25001';
  newApp({ port: 60000, only: 'ex4-2', apiUrl });
  for (const only of ['ex4', 'ex5', undefined]) newApp({ port: 60000, only });
});

test.each([
  ['ex9'],
  [''],
  ['EX1'],
  ['ex1', 'ex2'],
  ['15001', '15002'],
  ['--port'],
  ['--dev=yes'],
])(
  'the arguments %s %s are refused in one line that lists the ids',
  (...args) => {
    const message = refusal({}, ...args);
    for (const { id } of course) expect(message).toContain(id);
    expect(message).not.toContain('\n');
  },
);

test('.env is used for what the environment leaves open', async () => {
  const project = copyProject('PORT=16001\nDB_HOST=db # words\n');
  const sqlite = { port: 16001, database: { engine: 'sqlite' } };
  expect(await readIn(project, { DB_HOST: '' })).toMatchObject([sqlite]);
  const mysql = { port: 16002, database: { host: 'db' } };
  expect(await readIn(project, { PORT: '16002' })).toMatchObject([mysql]);
});

test.each([
  ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  [
    'UTF-16, the other way round',
    (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  ],
])('.env may be what Windows writes: %s', async (_, encode) => {
  const project = copyProject();
  const text = 'PORT=16001\r\n# 한글\r\nLOG_LEVEL="warn"\r\n';
  writeFileSync(join(project, '.env'), encode(text));
  const expected = { port: 16001, logLevel: 'warn' };
  expect(await readIn(project)).toMatchObject([expected]);
});

test('.env that cannot be read is one line, and exit status 2', async () => {
  const project = copyProject();
  mkdirSync(join(project, '.env'));
  const server = startServer({}, [], project);
  expect(await server.ended).toBe(2);
  expect(server.output()).toMatch(/^\.env cannot be read: .*\n$/);
});

/** What a server in that folder would be told. */
async function readIn(project: string, settings: Record<string, string> = {}) {
  const { readConfig } = await import(join(project, 'src/config.ts'));
  for (const [name, value] of Object.entries(settings)) {
    vi.stubEnv(name, value);
  }
  try {
    return readConfig([], []);
  } finally {
    vi.unstubAllEnvs();
  }
}

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
