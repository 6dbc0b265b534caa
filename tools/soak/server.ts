import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/config.ts';
import { freePort } from '../../test/mysql.ts';

/** The course in a process of its own, which may be killed and come back. */
export interface Server {
  url: string;
  /** Where its data is, unless it was given a MySQL server. */
  file: string;
  pid(): number;
  /** Starts it again on the same port and data; resolves once it is ready. */
  start(): Promise<void>;
  /** Ends it at once, as a power failure would. */
  kill(): Promise<void>;
  /** Ends it and removes its SQLite file. */
  remove(): Promise<void>;
}

/**
 * Starts the course on a free port; whatever happens, it is gone when this
 * process ends.
 *
 * @param settings of the environment; one that is empty counts as not set
 * @param wrapper the command that is to start `node src/server.ts`
 */
export async function startServer(
  settings: Record<string, string> = {},
  wrapper: string[] = [],
): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(projectRoot, 'data', `student_${port}.sqlite`);
  let child: ChildProcess;

  async function start() {
    const command = [...wrapper, process.execPath, 'src/server.ts'];
    child = spawn(command[0] as string, command.slice(1), {
      cwd: projectRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...{ HOST: '127.0.0.1', API_URL: '', DB_HOST: '' },
        ...{ PORT: `${port}`, LOG_LEVEL: 'fatal', ...settings },
      },
    });
    for (let tries = 0; tries < 600; tries += 1) {
      const response = await fetch(`${url}/health`).catch(() => undefined);
      if (response?.ok) return;
      if (child.exitCode !== null) throw new Error('The server has ended.');
      await sleep(25);
    }
    throw new Error('The server does not start.');
  }

  async function kill() {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  function removeFiles() {
    child.kill('SIGKILL');
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  }

  process.once('exit', removeFiles);
  await start();
  return {
    ...{ url, file, start, kill },
    pid: () => child.pid as number,
    async remove() {
      await kill();
      removeFiles();
      process.off('exit', removeFiles);
    },
  };
}
