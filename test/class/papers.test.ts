import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSource } from '../../src/site/source/files.ts';
import { sharedProject } from '../process.ts';
import { runClass } from './run.ts';

test('slips: one for each student, with address and account', async () => {
  const project = sharedProject();
  const { status, output } = await runClass(
    'slips 15001-15040 at class.example',
    {},
    project,
  );
  expect(status).toBe(0);
  const file = join(project, 'data/slips-15001-15040.html');
  expect(output).toContain(file);
  const page = readFileSync(file, 'utf8');
  expect(page.match(/<section>/g)).toHaveLength(40);
  const [, first, second] = page.split('<section>');
  expect(first).toContain('http://class.example:15001<');
  expect(first).toContain('mysql -u student_15001 -p');
  expect(first).toContain('npm start ex1 25001');
  expect(second).toContain('student_15002<');
});

// Windows has no systemd.
const testUnit = test.skipIf(process.platform === 'win32');

testUnit('service: a unit that systemd has nothing against', async () => {
  const project = sharedProject();
  expect((await runClass('service 15001-15040', {}, project)).status).toBe(0);
  const file = join(project, 'data/course.service');
  const unit = readFileSync(file, 'utf8');
  expect(unit).toContain('src/server.ts 15001-15040\nRestart=always');
  expect(unit).toContain(`WorkingDirectory=${project}\n`);
  if (!existsSync('/usr/bin/systemd-analyze')) return;
  const verify = ['verify', '--man=no', file];
  // It says nothing where all is well.
  expect(execFileSync('systemd-analyze', verify, { encoding: 'utf8' })).toBe(
    '',
  );
});

test.each(['', 'board'])('help says how to use it: %s', async (command) => {
  const { status, output } = await runClass(`${command} --help`.trim());
  expect(status).toBe(0);
  expect(output).toMatch(/npm run class \w+ 150/);
  expect(output).toMatch(command ? /^board 포트/ : /^명령/);
});

test('there is help for each command', () => {
  const help = readSource('docs/teachers.md');
  for (const name of ['provision', 'slips', 'reset', 'remove', 'service']) {
    expect(help).toMatch(new RegExp(`^##+ ${name} 포트`, 'm'));
  }
});

test.each([
  ['provision 99', '15001-15040처럼'],
  ['provision 15040-15001', '15001-15040처럼'],
  ['provision 15001 15002', '15002: 알 수 없는 단어'],
  ['provision 15001 from', '값이 빠졌습니다'],
  ['remove 15001 yes dry-run', 'dry-run 옵션은 없습니다'],
  ['board 15001 constructor', '알 수 없는 단어'],
  ['provision 15001 --form=%', '모르는 단어'],
  ['constructor 15001', '명령'],
  ['provision 15001 from a;b', 'from a;b'],
  ['provision', 'provision 포트'],
  ['nothing 15001', '명령'],
])('takes no wrong words, and tries nothing: %s', async (words, says) => {
  const { status, output } = await runClass(words);
  expect(output).toContain(says);
  expect(status).toBe(2);
});
