import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { judgeAnswer } from '../src/contract/judge.ts';
import { send } from '../src/contract/send.ts';
import { type Answer, prepare } from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import type { Exercise } from '../src/exercise.ts';
import { expectToKeep } from './contract.ts';
import { runAsRoot } from './mysql.ts';
import { newDatabase, serve } from './support.ts';

// The system's own: a python3 found on PATH may lack the system's packages.
const python = '/usr/bin/python3';
const imports = 'import flask, pymysql, requests';
const hasFlask = spawnSync(python, ['-c', imports]).status === 0;
if (!hasFlask) {
  const missing = `${python} cannot ${imports}`;
  if (process.env.CI === 'true') throw new Error(`${missing}.`);
  console.warn(`${missing}: the Flask twins are not tested.`);
}

const noProgram = ['sql', 'ex6', 'ex7', 'plan'];
const programs = course.filter(({ id }) => !noProgram.includes(id));
const alone = programs.filter(({ id }) => id !== 'ex4-2' && id !== 'ex5');
const different = programs.filter(({ differences }) => differences);

describe.skipIf(!hasFlask)('the Flask twin', () => {
  test.each(alone)('of $id keeps the contract', async ({ slug, contract }) => {
    const url = await startTwin(slug);
    await expectToKeep(contract, `${url}/`);
  });

  test.each(different)(
    'of $id differs as its lesson says',
    async ({ id, slug, differences }) => {
      const settings = id === 'ex5' ? await newUsersTable() : {};
      const url = await startTwin(slug, settings);
      await expectAnswers(differences, `${url}/`, 'flask');
    },
  );

  test('of ex4-2 keeps the contract in front of the twin of ex4', async () => {
    const api = await startTwin('ex4-rest-api');
    const url = await startTwin('ex4-2-front', { API_URL: api });
    await expectToKeep(contractOf('ex4-2'), `${url}/`);
  });

  test('of ex4-2 keeps the contract in front of our own ex4', async () => {
    const { url: ours } = await serve();
    const url = await startTwin('ex4-2-front', { API_URL: `${ours}/ex4` });
    await expectToKeep(contractOf('ex4-2'), `${url}/`);
  });

  test('of ex4-2 says which API is away', async () => {
    const API_URL = 'http://127.0.0.1:1';
    const url = await startTwin('ex4-2-front', { API_URL });
    const response = await fetch(url);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain(API_URL);
  });

  // Two servers, as in the lecture: the front is the twin of ex4-2, unchanged.
  test('of ex5 keeps the contract behind the twin of ex4-2', async () => {
    const api = await startTwin('ex5-mysql', await newUsersTable());
    const url = await startTwin('ex4-2-front', { API_URL: api });
    const contract = contractOf('ex5');
    await expectToKeep(contract, `${url}/`, `${api}/`);
  });
});

test.each(different)(
  '$id answers what its lesson says, and not what Flask does',
  async ({ id, differences }) => {
    const { url } = await serve();
    await expectAnswers(differences, `${url}/${id}/`, 'here');
    await expect(
      expectAnswers(differences, `${url}/${id}/`, 'flask'),
    ).rejects.toThrow();
  },
);

/** Sends each request, and expects one side's answer. */
async function expectAnswers(
  differences: Exercise['differences'],
  base: string,
  side: 'here' | 'flask',
) {
  for (const difference of differences ?? []) {
    const answer: Answer = difference[side];
    const exchange = await send(prepare(difference.request, base, {}));
    expect(judgeAnswer(answer, exchange), difference.request.do).toEqual([]);
  }
}

function contractOf(exercise: string) {
  return course.find(({ id }) => id === exercise)?.contract ?? [];
}

/**
 * A new database with the lecture's table in it.
 *
 * @returns the settings that lead a twin to it
 */
async function newUsersTable() {
  const database = await newDatabase('mysql');
  if (database.engine !== 'mysql') throw new Error('not a MySQL database');
  const { host, port, user, password, name } = database;
  await runAsRoot(
    `create table ${name}.users (id int auto_increment primary key, ` +
      'name varchar(100), age int) character set utf8mb4',
  );
  return {
    DB_HOST: host,
    DB_PORT: `${port}`,
    DB_USER: user,
    DB_PASSWORD: password,
    DB_NAME: name,
  };
}

/**
 * Starts a twin on a free port; it is ended when the test ends.
 *
 * @returns its address, without a slash at the end
 */
async function startTwin(slug: string, settings: Record<string, string> = {}) {
  const args = ['-m', 'flask', '--app', 'app.py', 'run', '-p', '0'];
  const twin = spawn(python, args, {
    cwd: join(projectRoot, 'flask', slug),
    env: {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: '1',
      // The project's .env is not meant for the twins.
      FLASK_SKIP_DOTENV: '1',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  onTestFailed(() => console.error(`${slug}:\n${output}`));
  onTestFinished(async () => {
    if (twin.exitCode !== null || twin.signalCode !== null) return;
    twin.kill('SIGKILL');
    await once(twin, 'exit');
  });

  return await new Promise<string>((resolve, reject) => {
    const read = (chunk: string) => {
      output += chunk;
      const [, url] = /Running on (http:\/\/\S+)/.exec(output) ?? [];
      if (url) resolve(url);
    };
    twin.stdout.setEncoding('utf8').on('data', read);
    twin.stderr.setEncoding('utf8').on('data', read);
    twin.once('exit', (status) =>
      reject(new Error(`the twin ended with status ${status}:\n${output}`)),
    );
    twin.once('error', reject);
  });
}
