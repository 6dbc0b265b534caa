import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Student } from './mysql.ts';
import { copyProjectTo } from './shared-project.ts';
import { atTheEnd, freePort, newFolder } from './support.ts';

/** An environment, besides PATH and the compile cache. */
export type Settings = Record<string, string | number>;

/** A `node src/server.ts` that a test started. */
export type ServerProcess = ReturnType<typeof start>;

/**
 * A copy of the project without data and `.env`, so that a server in it
 * neither finds nor leaves anything in the real one.
 */
export function copyProject(env = ''): string {
  const folder = newFolder();
  copyProjectTo(folder);
  if (env) writeFileSync(join(folder, '.env'), env);
  return folder;
}

/** The folder for servers whose project nobody changes. */
export function sharedProject(): string {
  return process.env.TEST_PROJECT ?? copyProject();
}

/**
 * Starts the real server as a process; it is killed when the test ends.
 *
 * @param settings its whole environment, besides PATH and the compile cache
 * @param project a folder of `copyProject`, where the test looks into it or
 *     changes it
 */
export function startServer(
  settings: Settings,
  args: string[] = [],
  project = sharedProject(),
): ServerProcess {
  return start([process.execPath, 'src/server.ts', ...args], settings, project);
}

/** Starts it on a free port; resolves once it listens. */
export async function serveCourse(
  settings: Settings = {},
  args: string[] = [],
  project?: string,
) {
  const port = await freePort();
  const server = startServer({ PORT: port, ...settings }, args, project);
  await server.printed('Stop with');
  return { server, port, url: `http://127.0.0.1:${port}` };
}

/** The settings that make a server use the student's database. */
export function settingsOf({ host, port, user, password, name }: Student) {
  return {
    DB_HOST: host,
    DB_PORT: port,
    DB_USER: user,
    DB_PASSWORD: password,
    DB_NAME: name,
  };
}

/** Starts a command in a project's folder, as `startServer` does. */
export function start(
  [command = '', ...args]: string[],
  settings: Settings,
  project: string,
) {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(command, args, {
    cwd: project,
    env: { PATH, NODE_COMPILE_CACHE, ...settings } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      child.emit('printed');
    });
  }
  // Not `exit`: output may follow that.
  const ended = once(child, 'close').then(([code]) => code as number | null);
  atTheEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });

  /** Resolves once the output has the words; rejects if the process ends. */
  async function printed(words: string) {
    const end = ended.then(() => 'ended');
    while (!text.includes(words)) {
      const news = await Promise.race([once(child, 'printed'), end]);
      if (news === 'ended' && !text.includes(words)) {
        throw new Error(`ended without "${words}":\n${text}`);
      }
    }
  }
  return {
    child,
    /** All that it has printed until now, errors too. */
    output: () => text,
    /** Its log until now: what was printed as JSON. */
    log: (): { level: number; msg?: string; [key: string]: unknown }[] =>
      text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    printed,
    /** Resolves with the exit status; null if a signal ended it. */
    ended,
  };
}
