import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { readSource, sourceFiles } from '../src/site/source/files.ts';
import { findAll, part, textOf } from './page.ts';
import { copyProject, serveCourse } from './process.ts';
import { sendPath } from './requests.ts';
import { newApp, temporaryFolder } from './support.ts';

const app = newApp();

describe('each file that is meant to be read', () => {
  const isClone = existsSync(join(projectRoot, '.git'));
  test.runIf(isClone)('is one that the project keeps', () => {
    const tracked = execFileSync(
      'git',
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      { cwd: projectRoot, encoding: 'utf8' },
    ).split('\0');
    expect(sourceFiles).not.toHaveLength(0);
    expect(tracked).toEqual(expect.arrayContaining(sourceFiles));
  });

  test('is on the list, once', async () => {
    const { body } = await app.inject('/source/');
    const links = findAll(body, /<a href="\/source\/([^"]+)"/g);
    expect(links.sort()).toEqual(sourceFiles);
  });

  test('is shown whole, with a link for each line', async () => {
    const coloured = new Set<string>();
    for (const file of sourceFiles) {
      const { statusCode, body } = await app.inject(`/source/${file}`);
      expect(statusCode, file).toBe(200);
      // The content security policy would block an inline style.
      expect(body, file).not.toMatch(/<[^>]* style=/);
      const source = readSource(file);
      const code = part(body, '<pre class="file"', '</pre>')
        .replace(/^<pre[^>]*>/, '')
        .replace(/<a class="n" tabindex="-1" href="#L(\d+)">\1<\/a>/g, '');
      expect(textOf(code), file).toBe(source);
      if (code.includes('class="hljs-')) {
        coloured.add(/[^./]*$/.exec(file)?.[0] ?? '');
      }
      const ids = findAll(body, / id="(L[^"]*)"/g);
      expect(new Set(ids).size, file).toBe(ids.length);
      const lines = source.replace(/\n$/, '').split('\n');
      expect(ids, file).toEqual(
        expect.arrayContaining(lines.map((_, i) => `L${i + 1}`)),
      );
    }
    for (const kind of ['ts', 'ejs', 'css', 'json', 'py', 'html', 'yaml']) {
      expect(coloured).toContain(kind);
    }
  });

  test('is sent raw as plain text', async () => {
    for (const file of sourceFiles) {
      const { statusCode, headers, body } = await app.inject(`/raw/${file}`);
      expect(statusCode, file).toBe(200);
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(body, file).toBe(readSource(file));
    }
  });
});

describe('lines asked for as ?lines=', () => {
  const shown = async (lines: string) => {
    const url = `/source/src/app.ts?lines=${lines}`;
    const { statusCode, body } = await app.inject(url);
    expect(statusCode).toBe(200);
    const code = part(body, '<pre class="file"', '</pre>');
    const numbers = (pattern: RegExp) => findAll(code, pattern).map(Number);
    const asked = numbers(/<span class="line asked" id="L(\d+)"/g);
    return { body, all: numbers(/ id="L(\d+)"/g), asked };
  };
  const length = readSource('src/app.ts').split('\n').length - 1;
  const whole = Array.from({ length }, (_, i) => i + 1);

  test.each([
    ['10-12', [10, 11, 12], 'L10-L12'],
    ['10', [10], 'L10-L10'],
    ['1-2', [1, 2], 'L1-L2'],
    [`${length}`, [length], `L${length}-L${length}`],
    [`${length}-9999`, [length], `L${length}-L${length}`],
  ])('%s are marked, and have a link', async (lines, asked, words) => {
    const page = await shown(lines);
    expect(page.asked).toEqual(asked);
    expect(page.all).toEqual(whole);
    expect(page.body).toContain(`href="#L${asked[0]}">${words}로 가기`);
  });

  const nonsense = ['', '0', '0-5', '20-10', '9999', 'a', '1-2-3', '-1', '1.5'];
  test.each([...nonsense, ...['10-12&lines=1', '%3Cb%3E', '9'.repeat(100)]])(
    '%s does no harm',
    async (lines) => {
      const page = await shown(lines);
      expect(page.asked).toEqual([]);
      expect(page.all).toEqual(whole);
      expect(page.body).not.toContain('<b>');
    },
  );
});

test('/source leads to the list', async () => {
  const { statusCode, headers } = await app.inject('/source');
  expect([statusCode, headers.location]).toEqual([308, '/source/']);
});

/** What must not get out of the project of the next test. */
const secret = 'not-for-readers';

const hidden = `.env .git/config .git/HEAD data/student_15001.sqlite
data/notes.txt node_modules/hidden/package.json package-lock.json src/link.ts
src/folder/secret.ts public/link.css views/link.ejs views/folder/secret.ts
test/link secret.ts`.split(/\s+/);

const ways = `PATH src/../PATH src/%2e%2e/PATH ../source/PATH ..%2fPATH
%2e%2e%2fPATH src%2f..%2fPATH src%252f..%252fPATH src\\..\\PATH
src%5c..%5cPATH ./PATH PATH/ PATH. PATH%00.ts PATH%20`.split(/\s+/);

const tricks = [
  ...hidden.flatMap((path) => ways.map((way) => way.replace('PATH', path))),
  ...hidden.map((path) => path.toUpperCase()),
  ...`../../../../../../../etc/passwd %2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd
  ..%c0%af..%c0%afetc/passwd /etc/passwd %2fetc%2fpasswd file:///etc/passwd
  .%65nv .env;.ts .env%23.ts src src/ src/exercises SRC/app.ts src/App.ts
  Package.json src/app.ts/ src/app.ts/. src/app.ts/.. src/app.ts%00
  src%00/app.ts src/./app.ts src/http/../app.ts src%5capp.ts
  src/app.ts::$DATA * __proto__ constructor % %zz`.split(/\s+/),
  'a'.repeat(10_000),
];

test('no trick in the path leads to any other file', async () => {
  const project = copyProject(`# ${secret}\n`);
  const write = (path: string) => {
    mkdirSync(join(project, path, '..'), { recursive: true });
    writeFileSync(join(project, path), secret);
  };
  const outside = temporaryFolder();
  symlinkSync(outside, join(project, 'src/folder'), 'junction');
  symlinkSync(outside, join(project, 'views/folder'), 'junction');
  write('src/folder/secret.ts');
  write('secret.ts');
  for (const path of hidden.slice(1, 7)) write(path);
  const links = ['src/link.ts', 'public/link.css', 'views/link.ejs'];
  // Windows lets nobody but administrators make links to files.
  for (const link of process.platform === 'win32' ? [] : links) {
    symlinkSync('../.env', join(project, link));
  }
  mkdirSync(join(project, 'test'));
  symlinkSync('..', join(project, 'test/link'), 'junction');
  const windows = 'flask/windows.py';
  mkdirSync(join(project, 'flask'));
  writeFileSync(join(project, windows), '# One.\r\na = 1\r\n');
  const { port } = await serveCourse({}, [], project);
  const send = (path: string) => sendPath(port, path);

  const list = await send('/source/');
  expect(list.body).toContain('/source/src/app.ts"');
  expect(list.body).not.toMatch(
    /link\.|folder|secret|-lock|"\/source\/data|\.git\/|\.env"/,
  );
  expect((await send('/source/src/app.ts')).status).toBe(200);
  // Line ends of Windows are read as those of Unix.
  expect((await send(`/raw/${windows}`)).body).toBe('# One.\na = 1\n');

  for (const view of ['source', 'raw']) {
    for (const trick of tricks) {
      const { status, body } = await send(`/${view}/${trick}`);
      // 400: not even an address.
      expect([404, 400], trick).toContain(status);
      expect(body, trick).not.toContain(secret);
      expect(body, trick).not.toContain('root:');
    }
  }
  const list404 = await send('/learn/ex1?file=src/link.ts');
  expect(list404.status).toBe(404);
});
