import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Task, tasksOf } from '../src/contract/task.ts';
import { course } from '../src/course.ts';
import type { Exercise } from '../src/exercise.ts';
import { readSource } from '../src/site/source/files.ts';
import { writeExercise } from '../tools/take/exercise.ts';
import { hasTwin, writeTwin } from '../tools/take/twin.ts';
import { judgeTask } from './contract.ts';
import {
  hasFlask,
  newUsersTable,
  runTaken,
  runTwin,
  startHost,
} from './programs.ts';
import { newFolder, serve } from './support.ts';

const runHosted = startHost();
const isTwin = ({ file }: Task) => file.startsWith('flask/');

describe.each(course)('the tasks of $id', (exercise) => {
  const tasks = tasksOf(exercise);

  test('are two or three, one of them in Flask where there is a twin', () => {
    expect(tasks.length).toBeGreaterThanOrEqual(2);
    expect(tasks.length).toBeLessThanOrEqual(3);
    expect(tasks.filter(isTwin)).toHaveLength(hasTwin(exercise) ? 1 : 0);
  });

  test.for(tasks)('$do', async (task, { skip }) => {
    if (task.sets) return expectToSet(task);
    skip(isTwin(task) && !hasFlask, 'there is no Flask');
    const copy = runChanged(exercise, task);
    if (task.prints) return expect(copy).rejects.toThrow(task.prints);
    expect(await judgeTask(task, await copy)).toEqual([]);
    // What the change shows must not be there without it; flask.test.ts looks
    // at the twins.
    if (isTwin(task)) return;
    const unchanged = `${(await serve()).url}/${exercise.id}/`;
    expect(await judgeTask(task, unchanged)).not.toEqual([]);
  });
});

/** Runs a copy of the exercise, or of its twin, with the change. */
async function runChanged(exercise: Exercise, task: Task): Promise<string> {
  const folder = newFolder();
  const write = isTwin(task) ? writeTwin : writeExercise;
  write(exercise, folder);
  // A copy has no folders around the exercise's own.
  const inTwin = `flask/${exercise.slug}/`;
  const file = task.file.replace('src/exercises/', '').replace(inTwin, '');
  const text = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, file), change(task, text));
  const ours = task.prints ? runTaken : runHosted;
  const run = isTwin(task) ? runTwin : ours;
  return `${await run(folder, await settingsOf(exercise, task))}/`;
}

/** What a program needs besides itself: an API, or a database. */
async function settingsOf({ id }: Exercise, task: Task) {
  const settings: Record<string, string> = {};
  if (id === 'ex4-2') settings.API_URL = `${(await serve()).url}/ex4`;
  if (id !== 'ex5' || !isTwin(task)) return settings;
  return await newUsersTable();
}

function change({ file, from, to }: Task, text: string): string {
  const times = text.split(from).length - 1;
  expect(times, `${file} must have this exactly once: ${from}`).toBe(1);
  return text.replace(from, () => to);
}

/** Expects a Dockerfile or a compose file to say so, and only then. */
function expectToSet(task: Task) {
  const text = readSource(task.file);
  const read = task.file === 'Dockerfile' ? readDockerfile : readCompose;
  for (const [path, value] of Object.entries(task.sets ?? {})) {
    expect(find(read(text), path)).not.toEqual(value);
    expect(find(read(change(task, text)), path)).toEqual(value);
  }
}

function find(value: unknown, path: string): unknown {
  return path.split('.').reduce((at, key) => Object(at)[key], value);
}

/** What each instruction of a Dockerfile says, by the instruction. */
function readDockerfile(text: string) {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', '')
    .split('\n');
  const said: Record<string, string[]> = {};
  for (const line of lines) {
    const [, name = '', words = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    said[name] = [...(said[name] ?? []), words];
  }
  return said;
}

/** A compose file as it is read where no setting is set. */
function readCompose(text: string): unknown {
  let filled = text;
  for (const _ of '12') {
    filled = filled
      .replace(/\$\{\w+:-([^${}]*)\}/g, '$1')
      .replace(/\$\{\w+:\+[^${}]*\}/g, '');
  }
  return parse(filled, { merge: true });
}
