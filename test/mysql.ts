import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseConfig } from '../src/config.ts';

/** A MySQL server of our own, for tests that kill, freeze and restart it. */
export type PrivateMysql = Awaited<ReturnType<typeof startMysql>>;

/** The path of the `mariadbd` or `mysqld` of this machine, if it has one. */
export function findMysqld(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = ['mariadbd', 'mysqld'].flatMap((name) =>
    [...folders, '/usr/sbin', '/usr/local/sbin'].map((f) => join(f, name)),
  );
  return candidates.find((file) => existsSync(file));
}

/**
 * Starts a server with empty data on a free port of 127.0.0.1.
 *
 * @throws Error with the server's own words if it does not come up.
 */
export async function startMysql() {
  const mysqld = findMysqld();
  if (mysqld === undefined) throw new Error('There is no mariadbd or mysqld.');
  const folder = mkdtempSync(join(tmpdir(), 'course-mysql-'));
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const rights = join(folder, 'rights.sql');
  const port = await freePort();
  const url = `mysql://root@127.0.0.1:${port}`;
  // Servers refuse to run as root unless they are told to.
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];

  // A server that starts deletes what others left, or use, in its TMPDIR.
  const env = { ...process.env, TMPDIR: folder };

  const version = execFileSync(mysqld, ['--version'], { encoding: 'utf8' });
  const [install, way] = version.includes('MariaDB')
    ? ['mariadb-install-db', '--auth-root-authentication-method=normal']
    : [mysqld, '--initialize-insecure'];
  const args = ['--no-defaults', `--datadir=${data}`, way, ...user];
  execFileSync(install, args, { env, stdio: 'pipe' });
  writeFileSync(
    rights,
    "create user if not exists root@'127.0.0.1';\n" +
      "grant all on *.* to root@'127.0.0.1' with grant option;\n",
  );

  async function start(): Promise<ChildProcess> {
    const output = openSync(log, 'a');
    const server = spawn(
      mysqld as string,
      [
        '--no-defaults',
        ...user,
        `--datadir=${data}`,
        // Relative to the data folder: a socket's path has a short limit.
        '--socket=socket',
        `--pid-file=${join(folder, 'pid')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        `--init-file=${rights}`,
        '--skip-log-bin',
        '--loose-mysqlx=OFF',
        // Where the package's own folder for this is missing, MySQL stops.
        `--secure-file-priv=${folder}`,
        '--innodb-buffer-pool-size=32M',
        // The tests kill it; none of them cuts the power.
        '--innodb-flush-log-at-trx-commit=2',
        '--loose-debug-no-sync',
      ],
      { env, stdio: ['ignore', output, output] },
    );
    for (let tries = 0; ; tries += 1) {
      try {
        await runAsRoot('select 1', url);
        return server;
      } catch (cause) {
        if (server.exitCode !== null || tries > 3000) {
          server.kill('SIGKILL');
          const words = readFileSync(log, 'utf8').slice(-2000);
          throw new Error(`${mysqld} did not start:\n${words}`, { cause });
        }
        await wait(20);
      }
    }
  }

  function remove() {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }

  async function kill() {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  let server = await start();
  // A test run that is interrupted leaves no server behind.
  process.once('exit', remove);
  return {
    /** `mysql://root@127.0.0.1:PORT`. */
    url,
    async start() {
      server = await start();
    },
    /** Ends it at once; `start` brings it back. */
    kill,
    /** Its port stays open, and nothing is answered until `thaw`. */
    async freeze() {
      server.kill('SIGSTOP');
      while (await greets(port));
    },
    thaw: () => server.kill('SIGCONT'),
    /** Ends it for good and deletes its data. */
    async remove() {
      await kill();
      remove();
    },
  };
}

/** Whether the server says something to a new client, as it does if awake. */
async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1').setTimeout(200);
  const greeted = once(socket, 'data').then(() => true);
  const silent = once(socket, 'timeout').then(() => false);
  return await Promise.race([greeted, silent]).finally(() => socket.destroy());
}

/** Runs one statement, as root unless the URL names another account. */
export async function runAsRoot(
  statement: string,
  url = process.env.TEST_MYSQL_URL ?? '',
): Promise<RowDataPacket[]> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement);
    return rows;
  } finally {
    await connection.end();
  }
}

/** A student's account and database. */
export type Student = DatabaseConfig & { engine: 'mysql' };

/** Where the student's database is, for `runAsRoot` and the like. */
export function urlOf({ host, port, user, password, name }: Student): string {
  return `mysql://${user}:${password}@${host}:${port}/${name}`;
}

/**
 * Makes an account `student_<number>` with the password of the same name and
 * an empty database of the same name, as students are given.
 */
export async function createStudent(
  url = process.env.TEST_MYSQL_URL ?? '',
): Promise<Student> {
  const { hostname, port } = new URL(url);
  const name = `student_${randomInt(100_000, 1_000_000_000)}`;
  await runAsRoot(`create database ${name}`, url);
  await runAsRoot(`create user ${name}@'%' identified by '${name}'`, url);
  // In a GRANT, _ stands for any character unless it is escaped.
  const escaped = name.replace('_', '\\_');
  await runAsRoot(`grant all on \`${escaped}\`.* to ${name}@'%'`, url);
  return {
    engine: 'mysql',
    host: hostname,
    port: Number(port || 3306),
    user: name,
    password: name,
    name,
    connections: 4,
  };
}

/** A port of 127.0.0.1 that is free, and that no other test is given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    if (claim(port)) return port;
  }
}

/**
 * Takes a port for one test of this run: a server in the shared project would
 * find the data of an earlier one on its port.
 */
export function claim(port: number): boolean {
  const { TEST_PROJECT } = process.env;
  if (TEST_PROJECT === undefined) return true;
  const file = join(TEST_PROJECT, 'ports', `${port}`);
  if (existsSync(file)) return false;
  writeFileSync(file, '');
  return true;
}
