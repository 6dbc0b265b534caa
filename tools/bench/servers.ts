import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './load.ts';

const project = join(import.meta.dirname, '../..');

// Servers run on the first core, the load comes from the second.
const pinned = ['0', '1'].every(
  (core) => spawnSync('taskset', ['-c', core, 'true']).status === 0,
);

/** What to put before a server's command. */
const theirCore = pinned ? ['taskset', '-c', '0'] : [];

/** Moves this process, which makes the load, off the servers' core. */
export function leaveTheirCore() {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', '1', `${process.pid}`]);
}

/** A server in a process of its own. */
export interface Server {
  name: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the course as users do, on the MySQL server at the URL, or else on a
 * file of SQLite that is deleted at exit.
 */
export async function startCourse(name: string, url = ''): Promise<Server> {
  let port: number;
  let file: string;
  do {
    port = await freePort();
    file = join(project, 'data', `student_${port}.sqlite`);
  } while (existsSync(file));
  process.once('exit', () => {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  });
  const mysql = url && new URL(url);
  return start(name, port, [process.execPath, 'src/server.ts'], {
    DB_HOST: mysql ? mysql.hostname : '',
    ...(mysql && {
      DB_PORT: mysql.port,
      DB_USER: mysql.username,
      DB_PASSWORD: mysql.password,
      DB_NAME: mysql.pathname.slice(1),
    }),
  });
}

/** Starts a server that gives each path its answer, and does no more. */
export async function startBare(
  name: string,
  library: 'fastify' | 'express' | 'flask' | 'node:http',
  answers: Record<string, Answer>,
  url = '',
): Promise<Server> {
  const port = await freePort();
  const json = JSON.stringify(answers);
  const env = { ANSWERS: json, DB_URL: url, PYTHONPATH: import.meta.dirname };
  const threads = ['--worker-class', 'gthread', '--threads', '8'];
  const command =
    library === 'flask'
      ? ['gunicorn', ...threads, '--bind', `127.0.0.1:${port}`, 'bare:app']
      : [process.execPath, 'tools/bench/bare.ts', library, json];
  return start(name, port, command, env);
}

/** Seconds of processor time so far, of all threads and children. Linux only. */
export function cpuSeconds({ pid }: { pid: number | string }): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) => {
    const children = readProc(pid, `task/${thread}/children`).split(' ');
    return children
      .filter(Boolean)
      .reduce(
        (sum, child) => sum + cpuSeconds({ pid: child }),
        Number.parseInt(readProc(pid, `task/${thread}/schedstat`), 10) / 1e9,
      );
  });
  return times.reduce((sum, time) => sum + time, 0);
}

/** Calls of read() so far, on sockets and on files. Linux only. */
export function readCalls({ pid }: Server): number {
  return Number(/^syscr: (\d+)/m.exec(readProc(pid, 'io'))?.[1]);
}

function readProc(pid: number | string, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

async function start(
  name: string,
  port: number,
  program: string[],
  env: NodeJS.ProcessEnv,
): Promise<Server> {
  const command = [...theirCore, ...program];
  const server = spawn(command[0] as string, command.slice(1), {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
    // Empty means unset, whatever .env says.
    env: {
      ...process.env,
      PORT: `${port}`,
      ...{ HOST: '', API_URL: '', LOG_LEVEL: '' },
      ...env,
    },
  });
  const kill = () => server.kill();
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  await untilItAnswers(server, port);
  const stop = async () => {
    const stopped = once(server, 'exit');
    server.kill();
    await stopped;
  };
  return { name, port, pid: server.pid as number, stop };
}

async function untilItAnswers(server: ChildProcess, port: number) {
  for (let tries = 0; tries < 100; tries += 1) {
    await sleep(100);
    if (server.exitCode !== null) break;
    const url = `http://127.0.0.1:${port}/health`;
    if (await fetch(url).catch(() => undefined)) return;
  }
  throw new Error('A server does not start.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
