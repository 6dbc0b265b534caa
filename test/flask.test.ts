import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { send } from '../src/contract/send.ts';
import { prepare } from '../src/contract/step.ts';
import { tasksOf } from '../src/contract/task.ts';
import { course } from '../src/course.ts';
import type { Exercise } from '../src/exercise.ts';
import { expectToKeep, judgeTask, missingIn } from './contract.ts';
import type { Settings } from './process.ts';
import { hasFlask, newUsersTable, runTwin } from './programs.ts';
import { serve } from './support.ts';

const noProgram = ['sql', 'ex6', 'ex7', 'plan'];
const programs = course.filter(({ id }) => !noProgram.includes(id));
const alone = programs.filter(({ id }) => id !== 'ex4-2' && id !== 'ex5');
const different = programs.filter(({ differences }) => differences);

describe.skipIf(!hasFlask)('the Flask twin', () => {
  test.each(alone)(
    'of $id keeps the contract, and differs as its lesson says',
    async ({ slug, contract, differences }) => {
      const url = await startTwin(slug);
      await expectToKeep(contract, `${url}/`);
      await expectAnswers(differences, `${url}/`, 'flask');
      await expectTasksLeft(slug, `${url}/`);
    },
  );

  test('of ex4-2 keeps the contract in front of the twin of ex4', async () => {
    const api = await startTwin('ex4-rest-api');
    const url = await startTwin('ex4-2-front', { API_URL: api });
    await expectToKeep(exerciseOf('ex4-2').contract, `${url}/`);
    await expectTasksLeft('ex4-2-front', `${url}/`);
  });

  test('of ex4-2 keeps the contract in front of our own ex4', async () => {
    const twin = await startTwin('ex4-2-front', { API_URL: `${url}/ex4` });
    await expectToKeep(exerciseOf('ex4-2').contract, `${twin}/`);
  });

  test('of ex4-2 says which API is away', async () => {
    const API_URL = 'http://127.0.0.1:1';
    const url = await startTwin('ex4-2-front', { API_URL });
    const response = await fetch(url);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain(API_URL);
  });

  // Two servers, as in the lecture: the front is the twin of ex4-2, unchanged.
  test('of ex5 does so behind the twin of ex4-2', async () => {
    const api = await startTwin('ex5-mysql', await newUsersTable());
    const url = await startTwin('ex4-2-front', { API_URL: api });
    const { contract, differences } = exerciseOf('ex5');
    await expectToKeep(contract, `${url}/`, `${api}/`);
    await expectAnswers(differences, `${api}/`, 'flask');
    await expectTasksLeft('ex5-mysql', `${api}/`);
  });
});

const { url } = await serve();

test.each(different)(
  '$id answers what its lesson says, and not what Flask does',
  async ({ id, differences }) => {
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
    const { request } = difference;
    const exchange = await send(prepare(request, base, {}));
    expect(missingIn(exchange, difference[side]), request.do).toEqual([]);
  }
}

/** Expects what a task shows not to be there without its change. */
async function expectTasksLeft(slug: string, base: string) {
  for (const task of tasksOf({ slug })) {
    if (!task.file.startsWith('flask/') || !task.request) continue;
    expect(await judgeTask(task, base), task.do).not.toEqual([]);
  }
}

function exerciseOf(id: string) {
  return course.find((exercise) => exercise.id === id) as Exercise;
}

/** Runs the twin in its own folder. */
function startTwin(slug: string, settings: Settings = {}) {
  return runTwin(join(projectRoot, 'flask', slug), settings);
}
