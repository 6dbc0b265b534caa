import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { troubles } from '../src/site/help.ts';
import { searchIn } from '../src/site/search.ts';
import { freePort } from './support.ts';

const all = troubles(15001);
const search = searchIn(all);
const firstFor = (pasted: string) => search(pasted)[0]?.id ?? 'none';

test('finds what Python says', async ({ skip }) => {
  const script = join(import.meta.dirname, 'provoke.py');
  const args = ['-B', script, `${await freePort()}`];
  const python = promisify(execFile)('/usr/bin/python3', args);
  const said = await python.catch((error) => error);
  if (said.stderr.includes('No module named')) {
    skip('/usr/bin/python3 lacks flask, pymysql or requests');
  }
  const errors: [string, string][] = Object.entries(JSON.parse(said.stdout));
  expect(errors.length).toBeGreaterThan(12);
  for (const [id, error] of errors) expect(firstFor(error), error).toBe(id);
});

describe('finds', () => {
  const file = join(import.meta.dirname, 'pasted.txt');
  const [, ...pastes] = readFileSync(file, 'utf8').split(/^== /m);
  test.each(
    pastes.map((paste) => [paste.slice(0, paste.indexOf('\n')), paste]),
  )('%s first', (id, paste) => {
    expect(firstFor(paste.slice(id.length))).toBe(id);
    // As copied from a Windows terminal, and from a Mac's.
    const elsewhere = paste.slice(id.length).normalize('NFD');
    expect(firstFor(elsewhere.replaceAll('\n', '\r\n'))).toBe(id);
  });

  test.each([
    ['EADDRINUSE', 'address-in-use'],
    ['1045', '1045'],
    ['요청한 JSON 본문의 쉼표', '400-json'],
    ["access denied for user 'a'@'b' (using password: yes)", '1045'],
    ["ModuleNotFoundError: No module named 'flask'", 'no-module-flask'],
  ])('part of a message: %s', (pasted, id) => {
    expect(firstFor(pasted)).toBe(id);
  });

  test('each entry by its own message', () => {
    for (const { id, message } of all) expect(firstFor(message)).toBe(id);
  });

  test.each(['access denied for user ', 'w1x', "'a' ", '1'])(
    'in a quarter of a second what is long: %s',
    (word) => {
      const start = performance.now();
      search(word.repeat(64_000 / word.length));
      expect(performance.now() - start).toBeLessThan(250);
    },
  );
});
