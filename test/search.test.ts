import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { searchIn } from '../src/site/search.ts';
import { troubles } from '../src/site/troubles.ts';
import { freePort, listen, temporaryFolder } from './support.ts';

const all = troubles(15001);
const search = searchIn(all);
const firstFor = (pasted: string) => search(pasted)[0]?.id ?? 'none';

/** Runs the program in an empty folder; what it says on failing. */
async function refusal(program: string, args: string[]): Promise<string> {
  const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere', LC_ALL: 'C' };
  const limits = { cwd: temporaryFolder(), env, timeout: 10_000 };
  return await promisify(execFile)(program, args, limits).then(
    () => expect.fail(`${program} did not fail`),
    ({ code, stderr }) => (code === 'ENOENT' ? code : stderr),
  );
}

test('finds what Python says', async ({ skip }) => {
  const script = join(import.meta.dirname, 'provoke.py');
  const args = ['-B', script, `${await freePort()}`];
  const python = promisify(execFile)('/usr/bin/python3', args);
  const said = await python.catch((error) => error);
  if (said.code === 'ENOENT' || said.stderr.includes('No module named')) {
    skip('/usr/bin/python3 lacks flask, pymysql or requests');
  }
  const errors: [string, string][] = Object.entries(JSON.parse(said.stdout));
  expect(errors.length).toBeGreaterThan(12);
  for (const [id, error] of errors) expect(firstFor(error), error).toBe(id);
});

const listenAt = (host: string) =>
  `require('node:net').createServer().listen(0, '${host}')`;

test.for<[string, string, ...string[]]>([
  ['connection-refused', 'curl', '-sS', 'http://127.0.0.1:PORT/'],
  ['host-name', 'curl', '-sS', 'http://api.invalid/'],
  ['https', 'curl', '-sS', 'https://127.0.0.1:HTTP/'],
  ['empty-response', 'curl', '-sS', 'http://127.0.0.1:ENDS/'],
  ['empty-response', 'curl', '-sS', 'http://127.0.0.1:RESETS/'],
  ['cmd-quotes', 'curl', '-sS', "age:20}'"],
  ['curl-protocol', 'curl', '-sS', 'htp://127.0.0.1/'],
  ['curl-option', 'curl', '-X'],
  ['address-unavailable', process.execPath, '-e', listenAt('192.0.2.1')],
  ['js-syntax', process.execPath, '-e', 'app.get("/", () => {'],
  ['module-syntax', 'bash', '-c', 'echo "require(0)" > a.mjs; node a.mjs'],
  ['js-name', process.execPath, '-e', 'app.get()'],
  ['not-a-function', process.execPath, '-e', 'JSON.pars("1")'],
  ['js-undefined', process.execPath, '-e', 'process.envs.HOST'],
  ['js-undefined', process.execPath, '-e', '[].at(0).name'],
  ['2003', 'mysql', '-h', '127.0.0.1', '-P', 'PORT'],
  ['2005', 'mysql', '-h', 'db.invalid'],
  ['2002', 'mysql', '-S', '/nowhere'],
  ['docker-daemon', 'docker', 'ps'],
  ['docker-dot', 'docker', 'build', '-t', 'nothing'],
  ['docker-run', 'docker', 'run', '-d'],
  ['no-such-script', '/usr/bin/python3', 'app.py'],
  ['wrong-folder', 'bash', '-c', 'cd mine'],
  ['wrong-folder', 'ls', 'app.py'],
  ['shell-syntax', 'bash', '-c', "app = Flask('a')"],
  ['exec-permission', 'bash', '-c', '> app.py; ./app.py'],
  ['clone-exists', 'bash', '-c', 'git init -q a; cp -r a b; git clone a b'],
  ['git-folder', 'git', '-C', '/', 'pull'],
  ['git-repository', 'git', 'clone', '/nowhere/course.git'],
  ['git-repository', 'git', 'clone'],
  ['ssh-refused', 'ssh', '-p', 'PORT', '127.0.0.1'],
  ['activate-missing', 'bash', '-c', 'source venv/bin/activate'],
  ['compose-old', 'bash', '-c', 'PATH=/no; docker-compose up'],
  ['flask-not-found', 'bash', '-c', 'PATH=/no; flask run'],
  ['npm-folder', 'npm', 'start'],
  ['npm-ci', process.execPath, '--input-type=module', '-e', 'import "fastify"'],
])('finds %s, as said by %s %s', async ([id, program, ...args], { skip }) => {
  const servers = {
    HTTP: createHttpServer((_request, response) => response.end()),
    ENDS: createServer((socket) => socket.once('data', () => socket.end())),
    RESETS: createServer((socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    ),
  };
  const ports: Record<string, number> = { PORT: await freePort() };
  for (const [name, server] of Object.entries(servers)) {
    ports[name] = await listen(server);
  }
  const words = args.map((word) =>
    word.replace(/[A-Z]{4,}/, (name) => `${ports[name] ?? name}`),
  );
  const said = await refusal(program, words);
  skip(said === 'ENOENT', `there is no ${program}`);
  expect(firstFor(said), said).toBe(id);
});

describe('finds', () => {
  const file = join(import.meta.dirname, 'pasted.txt');
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  const [, ...pastes] = text.split(/^== /m);
  test.each(
    pastes.map((paste) => [paste.slice(0, paste.indexOf('\n')), paste]),
  )('%s first', (id, paste) => {
    expect(firstFor(paste.slice(id.length))).toBe(id);
    // As copied from a Windows terminal, and from a Mac's.
    const elsewhere = paste.slice(id.length).normalize('NFD');
    expect(firstFor(elsewhere.replaceAll('\n', '\r\n'))).toBe(id);
  });

  test.each([
    ['EADDRINUSE', 'address-in-use'],
    ['1045', '1045'],
    ['요청한 JSON 본문의 쉼표', '400-json'],
    ["access denied for user 'a'@'b' (using password: yes)", '1045'],
    ["ModuleNotFoundError: No module named 'flask'", 'no-module'],
  ])('part of a message: %s', (pasted, id) => {
    expect(firstFor(pasted)).toBe(id);
  });

  test('each entry by its own message', () => {
    for (const { id, message } of all) expect(firstFor(message)).toBe(id);
  });

  test.each(['access denied for user ', 'w1x', "'a' ", '1'])(
    'in half a second what is long: %s',
    (word) => {
      const start = performance.now();
      search(word.repeat(64_000 / word.length));
      expect(performance.now() - start).toBeLessThan(500);
    },
  );
});
