import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';
import { canBeTaken, writeExercise } from '../tools/take/exercise.ts';
import { hasTwin, writeTwin } from '../tools/take/twin.ts';
import { expectToKeep } from './contract.ts';
import { startHost } from './programs.ts';
import { newFolder } from './support.ts';

const takeable = course.filter(canBeTaken);
const run = startHost();

/** Runs the command as npm does. */
function take(...args: string[]) {
  const script = join(projectRoot, 'tools/take/take.ts');
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

test.each(takeable)('$id keeps its contract', async (exercise) => {
  const folder = newFolder();
  writeExercise(exercise, folder);
  const settings: Record<string, string> = {};
  if (exercise.id === 'ex4-2') {
    const back = newFolder();
    for (const one of course) if (one.id === 'ex4') writeExercise(one, back);
    settings.API_URL = await run(back);
  }
  const url = await run(folder, settings);
  await expectToKeep(exercise.contract, `${url}/`);
});

test('a folder has what it imports, and types that fit', () => {
  const root = newFolder();
  for (const exercise of takeable) {
    const folder = join(root, exercise.id);
    writeExercise(exercise, folder);
    const names = readdirSync(folder, { recursive: true }).map(String);
    expect(
      names.filter((name) => /(contract|exercise)\.ts$/.test(name)),
    ).toEqual([]);
    const code = names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const { dependencies } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    for (const [, name = ''] of code
      .join('\n')
      .matchAll(/ from '((?:@[\w-]+\/)?[\w-]+)[^:']*'/g)) {
      expect(dependencies, exercise.id).toHaveProperty([name]);
    }
  }
  writeFileSync(
    join(root, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['.'] }),
  );
  // Its script on PATH is one that Windows runs in a shell alone.
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '--checkers', '1', '-p', root];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
});

test('a Flask twin is as it is here, with what it needs', () => {
  for (const exercise of course.filter(hasTwin)) {
    const folder = newFolder();
    const commands = writeTwin(exercise, folder);
    expect(commands.at(-1)).toBe('flask --app app.py run -p 25001');
    const twin = join(projectRoot, 'flask', exercise.slug);
    expect(readFileSync(join(folder, 'app.py'))).toEqual(
      readFileSync(join(twin, 'app.py')),
    );
    const needs = readFileSync(join(folder, 'requirements.txt'), 'utf8');
    expect(needs).toBe(
      {
        'ex4-2': 'flask\nrequests\n',
        ex5: 'flask\npymysql\ncryptography\n',
      }[exercise.id] ?? 'flask\n',
    );
  }
});

describe('npm run take', () => {
  test('says what it wrote, and what to type next', () => {
    const folder = join(newFolder(), 'mine');
    const { status, stdout } = take('ex1', folder);
    expect(status).toBe(0);
    expect(stdout).toMatch(/ex1[\s\S]*server\.ts[\s\S]*npm install/);
    const flask = take('ex1', join(newFolder(), 'mine'), '--flask');
    expect(flask.stdout).toMatch(/app\.py[\s\S]*pip install[\s\S]*flask --app/);
  });

  test('writes nothing into a folder that is not empty', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'mine.txt'), '');
    const { status, stderr } = take('ex1', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('비어 있지 않은 폴더');
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  test.each([
    [['ex9', 'x'], 'ex9: 가져올 수 있는'],
    [['ex6', 'x'], '사용법'],
    [['ex1'], '사용법'],
    [['ex1', 'x', 'y'], '사용법'],
    [['sql', 'x', 'flask'], 'Flask로 만든 것이 없습니다'],
  ])('takes no wrong words: %j', (words, answer) => {
    const { status, stderr } = take(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(answer);
    expect(existsSync(join(projectRoot, 'x'))).toBe(false);
  });
});
