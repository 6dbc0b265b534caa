import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFailed } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { checkable } from '../../src/contract/checkable.ts';
import { course } from '../../src/course.ts';
import { readArguments } from '../../tools/check/arguments.ts';
import { listens } from '../../tools/check/network.ts';
import { check } from '../../tools/check/run.ts';
import { writeExercise } from '../../tools/take/exercise.ts';
import { type Settings, start } from '../process.ts';
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

type Change = Pick<Lie, 'file' | 'from' | 'to'>;

/** Changes one part of a server; it has to be there. */
export function change(folder: string, { file, from, to }: Change) {
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
  settings: Settings = {},
  port?: number,
) {
  const chosen = port ?? (await freePort());
  const isFlask = !existsSync(join(folder, 'server.ts'));
  // The system's own: a python3 found on PATH may lack the system's packages.
  const flask = ['/usr/bin/python3', '-m', 'flask', '--app', 'app.py', 'run'];
  const [command = '', ...args] = isFlask
    ? [...flask, '-p', `${chosen}`]
    : [process.execPath, 'server.ts', `${chosen}`];
  const environment = { PYTHONDONTWRITEBYTECODE: '1', FLASK_SKIP_DOTENV: '1' };
  const { child, ended, output } = start(
    [command, ...args],
    { ...environment, ...settings },
    folder,
  );
  onTestFailed(() => console.error(output()));
  const end = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  while (!(await isUp(chosen))) {
    if (child.exitCode !== null) throw new Error(`it ended:\n${output()}`);
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

/** Runs a server and what it needs beside it: ex4-2's and ex5's API. */
export async function runWhole(kind: Kind, id: string, folder: string) {
  if (id !== 'ex4-2') return await run(folder);
  const api = await run(writeServer(kind, 'ex4'));
  const host = kind === 'ours' ? 'localhost' : '127.0.0.1';
  return await run(folder, { API_URL: `http://${host}:${api.port}` });
}

/** Checks what runs on a port, as the command does. */
export async function judge(...words: (string | number)[]) {
  return await check(readArguments(words.map(String)), 15_001);
}

/** The steps that are not kept, each with its diagnosis. */
export function wrongIn({ steps }: Awaited<ReturnType<typeof judge>>) {
  return steps
    .filter(({ mark }) => mark === 'wrong')
    .map(({ do: title, problem }) => `${title}: ${problem?.code}`);
}
