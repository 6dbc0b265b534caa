import { type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import { runAsRoot } from './mysql.ts';
import { type Settings, settingsOf, start } from './process.ts';
import { freePort, newDatabase } from './support.ts';

// The system's own: a python3 found on PATH may lack the system's packages.
const python = '/usr/bin/python3';
const imports = 'import flask, pymysql, requests';

/** Whether Flask twins can run here; on CI they must. */
export const hasFlask = spawnSync(python, ['-c', imports]).status === 0;
if (!hasFlask) {
  const missing = `${python} cannot ${imports}`;
  if (process.env.CI === 'true') throw new Error(`${missing}.`);
  console.warn(`${missing}: the Flask twins are not tested.`);
}

/**
 * Runs what `npm run take` wrote until the test ends.
 *
 * @returns its address, without a slash at the end
 * @throws Error with what it printed, if it ends instead
 */
export function runTaken(folder: string, settings: Settings = {}) {
  return run([process.execPath, 'server.ts'], folder, settings);
}

const host = `process.on('message', async ([folder, port, settings]) => {
  process.argv[2] = port;
  Object.assign(process.env, settings);
  const started = import(folder + '/server.ts');
  process.send(await started.then(() => '', (error) => error.stack));
});`;

/**
 * Starts one process for all such programs of a test file that need none of
 * their own, since loading Fastify takes longest.
 *
 * @returns a function that does as `runTaken`, for one program at a time
 */
export function startHost() {
  // It keeps the databases open, and Windows deletes no file that is.
  if (process.platform === 'win32') return runTaken;
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc'];
  const child = spawn(process.execPath, ['--eval', host], { stdio });
  afterAll(() => void child.kill('SIGKILL'));
  return async (folder: string, settings: Settings = {}) => {
    const port = await freePort();
    child.send([folder, `${port}`, settings]);
    const [error] = await once(child, 'message');
    if (error) throw new Error(error);
    return `http://localhost:${port}`;
  };
}

/** Does the same for a Flask twin. */
export function runTwin(folder: string, settings: Settings = {}) {
  const words = ['-m', 'flask', '--app', 'app.py', 'run', '-p'];
  return run([python, ...words], folder, {
    PYTHONDONTWRITEBYTECODE: '1',
    // The project's .env is not meant for the twins.
    FLASK_SKIP_DOTENV: '1',
    ...settings,
  });
}

async function run(
  command: string[],
  folder: string,
  settings: Settings,
): Promise<string> {
  const port = await freePort();
  const program = start([...command, `${port}`], settings, folder);
  await program.printed(`:${port}`);
  return `http://127.0.0.1:${port}`;
}

/**
 * A new database with the lecture's table in it.
 *
 * @returns the settings that lead a twin to it
 */
export async function newUsersTable() {
  const database = await newDatabase('mysql');
  await runAsRoot(
    `create table ${database.name}.users (id int auto_increment primary key, ` +
      'name varchar(100), age int) character set utf8mb4',
  );
  return settingsOf(database);
}
