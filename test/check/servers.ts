import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFailed, onTestFinished } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { checkable } from '../../src/contract/checkable.ts';
import { course } from '../../src/course.ts';
import { readArguments } from '../../tools/check/arguments.ts';
import { listens } from '../../tools/check/network.ts';
import { check } from '../../tools/check/run.ts';
import { writeExercise } from '../../tools/take/exercise.ts';
import { freePort, newFolder } from '../support.ts';
import type { Lie } from './lies.ts';

/** The Flask twin, our exercise alone, one unlike both, or the lecture's. */
export type Kind = 'twin' | 'ours' | 'unlike' | 'lecture';

/** Writes a right server of an exercise into a folder of its own. */
export function writeServer(kind: Kind, id: string): string {
  const folder = newFolder();
  const exercise = course.find((one) => one.id === id);
  const here = import.meta.dirname;
  if (kind === 'unlike') {
    cpSync(join(here, 'unlike', 'web.ts'), join(folder, 'web.ts'));
    cpSync(join(here, 'unlike', `${id}.ts`), join(folder, 'server.ts'));
  } else if (kind === 'ours') {
    if (exercise) writeExercise(exercise, folder);
  } else {
    const from =
      kind === 'twin' ? join(projectRoot, 'flask') : join(here, kind);
    const name = kind === 'twin' ? (checkable[id] ?? '') : id;
    cpSync(join(from, name), folder, { recursive: true });
  }
  return folder;
}

/** Changes one part of a server; it has to be there. */
export function change(folder: string, { file, from, to }: Lie) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}

/**
 * Runs the server in a folder until the test ends.
 *
 * @returns its port, and how to end it earlier
 */
export async function run(
  folder: string,
  settings: Record<string, string> = {},
  port?: number,
) {
  const chosen = port ?? (await freePort());
  const isFlask = !existsSync(join(folder, 'server.ts'));
  // The system's own: a python3 found on PATH may lack the system's packages.
  const flask = ['/usr/bin/python3', '-m', 'flask', '--app', 'app.py', 'run'];
  const [command = '', ...args] = isFlask
    ? [...flask, '-p', `${chosen}`]
    : [process.execPath, 'server.ts', `${chosen}`];
  const server = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: '1',
      FLASK_SKIP_DOTENV: '1',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  server.stderr.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
  });
  onTestFailed(() => console.error(output));
  const end = () => stop(server);
  onTestFinished(end);
  while (!(await isUp(chosen))) {
    if (server.exitCode !== null) throw new Error(`it ended:\n${output}`);
    await wait(20);
  }
  return { port: chosen, end };
}

async function isUp(port: number): Promise<boolean> {
  return (
    await Promise.all(
      ['127.0.0.1', '[::1]'].map((host) =>
        listens(new URL(`http://${host}:${port}`)),
      ),
    )
  ).some(Boolean);
}

async function stop(server: ChildProcess) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGKILL');
  await once(server, 'exit');
}

/** Runs a server and what it needs beside it: ex4-2's and ex5's API. */
export async function runWhole(kind: Kind, id: string, folder: string) {
  if (id !== 'ex4-2') return await run(folder);
  const api = await run(writeServer(kind, 'ex4'));
  const host = kind === 'ours' ? 'localhost' : '127.0.0.1';
  return await run(folder, { API_URL: `http://${host}:${api.port}` });
}

/** Checks what runs on a port, as the command does. */
export async function judge(id: string, port: number, ...words: string[]) {
  return await check(readArguments([id, `${port}`, ...words]), 15_001);
}

/** The steps that are not kept, each with its diagnosis. */
export function wrongIn({ steps }: Awaited<ReturnType<typeof judge>>) {
  return steps
    .filter(({ mark }) => mark === 'wrong')
    .map(({ do: title, problem }) => `${title}: ${problem?.code}`);
}
