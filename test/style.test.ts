import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';
import { filesOf } from '../src/exercise.ts';
import { annotate } from '../src/site/source/annotate.ts';
import { readSource, sourceFiles } from '../src/site/source/files.ts';

const filesIn = (...folders: string[]) =>
  sourceFiles.filter((file) => folders.some((it) => file.startsWith(it)));
const exerciseFiles = filesIn('src/exercises/');
const linesOf = (file: string) => readSource(file).trimEnd().split('\n');
const hangul = /[가-힣]/;

/** Expects nothing to be said about these files, and tells all that is. */
function expectNone(files: string[], find: (file: string) => string[]) {
  expect(files).not.toHaveLength(0);
  const found = files.flatMap((file) =>
    find(file).map((words) => `${file}: ${words}`),
  );
  expect(found).toEqual([]);
}

/** How many columns a line takes: Hangul and emoji take two. */
function widthOf(line: string): number {
  const wide =
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
  let width = 0;
  for (const character of line) width += wide.test(character) ? 2 : 1;
  return width;
}

describe('the files of an exercise', () => {
  test.each(course)('are those that it names itself: $id', (exercise) => {
    const { slug } = exercise;
    const named = filesOf(exercise);
    const own = [
      ...named.filter((file) => file.split('/').includes(slug)),
      `src/exercises/${slug}/exercise.ts`,
      `src/exercises/${slug}/tasks.json`,
      `views/${slug}/concept.ejs`,
    ];
    expect(filesIn(`src/exercises/${slug}/`, `views/${slug}/`)).toEqual(
      own.sort(),
    );
    for (const file of named) expect(sourceFiles).toContain(file);
    expect(new Set(named).size).toBe(named.length);
  });

  test('lie in folders named by the slugs, of which there are no others', () => {
    const slugs = course.map(({ slug }) => slug).sort();
    const folders = (path: string) =>
      readdirSync(join(projectRoot, path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    expect(folders('src/exercises')).toEqual(slugs);
    expect([...slugs, 'site']).toEqual(
      expect.arrayContaining(folders('views')),
    );
    expect(slugs).toEqual(expect.arrayContaining(folders('flask')));
  });

  test('are at most 80 columns wide', () => {
    const sources = exerciseFiles.filter((file) => file.endsWith('.ts'));
    expectNone(sources, (file) =>
      linesOf(file)
        .map((line, i) => `${i + 1} has ${widthOf(line)}`)
        .filter((_, i) => widthOf(linesOf(file)[i] ?? '') > 80),
    );
  });

  test('have routes of at most 60 lines of code', () => {
    const routes = exerciseFiles.filter((file) => file.endsWith('/routes.ts'));
    expect(routes).toHaveLength(course.length);
    expectNone(routes, (file) => {
      const code = annotate(file, readSource(file)).flatMap(({ code }) =>
        code ? linesOf(file).slice(code.first - 1, code.last) : [],
      );
      const { length } = code.filter((line) => line.trim() !== '');
      return length > 60 ? [`${length} lines`] : [];
    });
  });

  // A lesson sets a comment beside the code below it, up to the next comment:
  // between it and its route there may be the route's schemas, nothing else.
  test('explain each route by a comment of its own', () => {
    const route = /^\s*app\.(get|post|put|delete)[<(]/;
    expectNone(exerciseFiles, (file) =>
      annotate(file, readSource(file)).flatMap(({ prose, code }) => {
        const lines = code
          ? linesOf(file).slice(code.first - 1, code.last)
          : [];
        const first = lines.findIndex((line) => !/^\s*const /.test(line));
        return lines.filter(
          (line, i) => route.test(line) && (prose.length === 0 || i !== first),
        );
      }),
    );
  });
});

describe('what is written', () => {
  /** What a lesson may show, or its Flask twin, and what its pages share. */
  const lessons = new Set([
    ...course.flatMap(filesOf),
    ...filesIn('flask/'),
    ...filesIn('views/').filter((file) => !file.startsWith('views/site/')),
  ]);
  const proseOf = (file: string) =>
    annotate(file, readSource(file)).map(({ prose }) => prose.join(' '));

  test('is Korean in a lesson', () => {
    expectNone([...lessons], (file) =>
      proseOf(file).filter(
        (prose) =>
          prose && !/[가-힣]|^(SELECT|INSERT|UPDATE|DELETE) /.test(prose),
      ),
    );
  });

  test('is English elsewhere', () => {
    const others = sourceFiles.filter(
      (file) => !lessons.has(file) && !file.endsWith('.md'),
    );
    // Korean that a comment quotes stands between marks.
    expectNone(others, (file) =>
      proseOf(file).filter((prose) =>
        hangul.test(prose.replace(/`[^`]*`|"[^"]*"|\([^)]*\)/g, '')),
      ),
    );
  });

  test('has the words of docs/words.md', () => {
    const [table = ''] = /(^\|.*\n)+/m.exec(readSource('docs/words.md')) ?? [];
    const rows = table.trim().split('\n').slice(2);
    const avoided = rows.flatMap((row) =>
      (row.split('|')[1] ?? '').split(',').map((word) => word.trim()),
    );
    expect(avoided.length).toBeGreaterThan(rows.length);
    const korean = filesIn(
      ...['src/exercises/', 'src/site/troubles/', 'src/http/', 'views/'],
      ...['flask/', 'compose', 'Dockerfile', '.dockerignore', '.env.example'],
      'README.ko.md',
    );
    expectNone(korean, (file) =>
      linesOf(file).flatMap((line, i) =>
        avoided
          .filter((word) => line.includes(word))
          .map((word) => `${i + 1} ${word}`),
      ),
    );
  });
});

describe('pages', () => {
  const pages = filesIn('views/');
  // Two lines in a row: one alone may be what everyone writes.
  const pairsOf = (file: string) => {
    const words = linesOf(file).map((line) => line.trim());
    const filled = words.filter((line) => line);
    return filled.slice(1).map((line, i) => `${filled[i]}\n${line}`);
  };

  test('do not repeat the code of an exercise', () => {
    const code = new Set(exerciseFiles.flatMap(pairsOf));
    expectNone(pages, (file) => pairsOf(file).filter((it) => code.has(it)));
  });

  test('show commands and data, but no program', () => {
    const program =
      /=>|\b(import|export|const|let|function|async|await|def|return)\b|^@?app\./m;
    expectNone(pages, (file) =>
      // What is computed is what runs; only what is typed in can be a copy.
      [
        ...readSource(file)
          .replace(/<%[\s\S]*?%>/g, '')
          .matchAll(/<pre[^>]*>([\s\S]*?)<\/pre>/g),
      ]
        .map(([, shown = '']) => shown)
        .filter((shown) => program.test(shown)),
    );
  });
});
