import { execFile } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';
import type { Exercise } from '../src/exercise.ts';
import { writeExercise } from '../tools/take/exercise.ts';
import { copyProject, sharedProject, start } from './process.ts';
import { freePort, temporaryFolder } from './support.ts';

const { scripts } = packageJson;

/** Runs an npm script of ours, as npm does. */
function runScript(script: string, args: string[], folder = sharedProject()) {
  const [, ...words] = script.split(' ');
  return start([process.execPath, ...words, ...args], {}, folder);
}

test('npm start takes an exercise and a port', async () => {
  const port = await freePort();
  const server = runScript(scripts.start, ['ex1', `${port}`]);
  await server.printed(`ex1 is at http://localhost:${port}.`);
  const page = await fetch(`http://localhost:${port}/`);
  expect(await page.text()).toBe('Hello, Fastify!');
});

test.each([
  ['start', '12.22.0'],
  ['start', '22.17.1'],
  ...['dev', 'take', 'check', 'class', 'pack'].map((it) => [it, '20.20.2']),
])(
  'npm run %s tells Node %s that it is too old, in one line',
  async (...it) => {
    const [script, node] = it;
    const old = join(temporaryFolder(), 'old.cjs');
    writeFileSync(
      old,
      `Object.defineProperty(process, 'versions', {
      value: { ...process.versions, node: '${node}' } });`,
    );
    const [, ...args] = (scripts[script as 'start'] ?? '').split(' ');
    const ended = promisify(execFile)(
      process.execPath,
      ['--require', old, ...args],
      { cwd: projectRoot },
    );
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Node\.js 22\.18 이상.* is needed.*\n$/),
    });
  },
);

test.each([
  ['here', 'src/exercises/ex1-hello/routes.ts'],
  ['in a folder taken home', 'ex1-hello/routes.ts'],
])('npm run dev %s sees each save, whichever way', async (where, path) => {
  const project = copyProject();
  const folder = where === 'here' ? project : join(project, 'mine');
  const [ex1] = course as [Exercise];
  if (where !== 'here') writeExercise(ex1, folder);
  const port = await freePort();
  const script = where === 'here' ? scripts.dev : 'node dev.ts';
  const words = where === 'here' ? ['ex1'] : [];
  const dev = runScript(script, [...words, `${port}`], folder);
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  const inPlace = (text: string) => writeFileSync(file, text);
  const replace = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const visit = async () => {
    const page = await fetch(`http://localhost:${port}/`).catch(() => null);
    return await page?.text();
  };
  await expect.poll(visit).toBe('Hello, Fastify!');
  for (const [i, save] of Array(5).fill([replace, inPlace]).flat().entries()) {
    save(text.replace('Hello, Fastify!', `save ${i}`));
    await expect.poll(visit).toBe(`save ${i}`);
  }
  // The server that it started ends with it.
  dev.child.kill('SIGTERM');
  await dev.ended;
});
