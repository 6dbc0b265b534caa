import { execFile } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { projectRoot } from '../src/config.ts';
import { copyProject, start } from './process.ts';
import { freePort } from './support.ts';

const { scripts } = packageJson;

/** Runs an npm script of ours, as npm does. */
function runScript(name: keyof typeof scripts, args: string[], folder: string) {
  const [, ...words] = scripts[name].split(' ');
  const settings = { NODE_DISABLE_COMPILE_CACHE: 1 };
  return start([process.execPath, ...words, ...args], settings, folder);
}

test('npm start takes an exercise and a port', async () => {
  const port = await freePort();
  const server = runScript('start', ['ex1', `${port}`], copyProject());
  await server.printed(`ex1 is at http://localhost:${port}.`);
  const page = await fetch(`http://localhost:${port}/`);
  expect(await page.text()).toBe('Hello, Fastify!');
});

test.each(['12.22.0', '20.20.2', '22.17.1'])(
  'Node %s is told to be too old, in one line',
  async (node) => {
    const versions = `Object.defineProperty(process, 'versions', {
      value: { ...process.versions, node: '${node}' } });`;
    const old = `data:text/javascript,${encodeURIComponent(versions)}`;
    const args = ['--import', old, join(projectRoot, 'src/start.mjs')];
    const ended = promisify(execFile)(process.execPath, args);
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Node\.js 22\.18 이상.* is needed.*\n$/),
    });
  },
);

test('npm run dev sees each save, whichever way an editor saves', async () => {
  const project = copyProject();
  const port = await freePort();
  const dev = runScript('dev', ['ex1', `${port}`], project);
  const file = join(project, 'src/exercises/ex1-hello/routes.ts');
  const text = readFileSync(file, 'utf8');
  const saves = [
    (text: string) => writeFileSync(file, text),
    (text: string) => {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
  ];
  const visit = async () => {
    const page = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    return await page?.text();
  };
  await expect.poll(visit, { timeout: 20_000 }).toBe('Hello, Fastify!');
  for (const [i, save] of [...saves, ...saves, ...saves].entries()) {
    save(text.replace('Hello, Fastify!', `save ${i}`));
    await expect.poll(visit, { timeout: 10_000 }).toBe(`save ${i}`);
  }
  // The server that it started ends with it.
  dev.child.kill('SIGTERM');
  await dev.ended;
});
