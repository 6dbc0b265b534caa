import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';
import { filesOf } from '../src/exercise.ts';
import { annotate } from '../src/site/source/annotate.ts';
import { readSource, sourceFiles } from '../src/site/source/files.ts';

const files = sourceFiles;
const exerciseFiles = files.filter((file) => file.startsWith('src/exercises/'));
const linesOf = (file: string) => readSource(file).trimEnd().split('\n');

/** What is in a folder and those below it; nothing where there is none. */
function filesIn(folder: string): string[] {
  if (!existsSync(join(projectRoot, folder))) return [];
  return readdirSync(join(projectRoot, folder), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(projectRoot.length + 1));
}

/** Lines that are neither blank nor a comment, and those that are one. */
function count(file: string) {
  const lines = linesOf(file);
  const filled = lines.filter((line) => line.trim() !== '').length;
  const code = annotate(file, readSource(file))
    .flatMap(({ code }) => (code ? lines.slice(code.first - 1, code.last) : []))
    .filter((line) => line.trim() !== '').length;
  return { all: lines.length, code, comments: filled - code };
}

/** How many columns a line takes: Hangul and emoji take two. */
function widthOf(line: string): number {
  const wide =
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
  let width = 0;
  for (const character of line) width += wide.test(character) ? 2 : 1;
  return width;
}

/** What a file imports, and whether only as types. */
function importsOf(file: string): { from: string; onlyTypes: boolean }[] {
  const statements = readSource(file).matchAll(
    /^(?:import|export)\b(?: (type)\b)?[^;']*?from '([^']+)'|\bimport\(\s*'([^']+)'|^import '([^']+)'/gm,
  );
  return [...statements].map(([, type, from, dynamic, bare]) => ({
    from: from ?? dynamic ?? bare ?? '',
    onlyTypes: type !== undefined,
  }));
}

describe('the files of an exercise', () => {
  test.each(course)('are those that the course names: $id', (exercise) => {
    const { slug } = exercise;
    const named = filesOf(exercise);
    const own = named.filter((file) => file.split('/').includes(slug));
    const there = [
      ...filesIn(`src/exercises/${slug}`),
      ...filesIn(`views/${slug}`),
    ];
    expect(there.sort()).toEqual(own.sort());
    for (const file of named) expect(files).toContain(file);
    expect(named).toContain(`src/exercises/${slug}/routes.ts`);
    expect(named).toContain(`src/exercises/${slug}/contract.ts`);
    expect(new Set(named).size).toBe(named.length);
  });

  test('lie in folders named by the slugs, of which there are no others', () => {
    const slugs = course.map(({ slug }) => slug).sort();
    const folders = (path: string) =>
      existsSync(join(projectRoot, path))
        ? readdirSync(join(projectRoot, path)).sort()
        : [];
    expect(folders('src/exercises')).toEqual(slugs);
    for (const folder of [...folders('views'), ...folders('flask')]) {
      expect(['site', ...slugs]).toContain(folder);
    }
  });

  test.each(exerciseFiles)(
    'import packages, Node and neighbours only: %s',
    (file) => {
      const packages = Object.keys(packageJson.dependencies);
      const forTypes = [
        ...packages,
        ...Object.keys(packageJson.devDependencies),
      ];
      for (const { from, onlyTypes } of importsOf(file)) {
        if (from.startsWith('node:')) continue;
        if (from.startsWith('.')) {
          const path = normalize(join(dirname(file), from));
          if (path === 'src/contract.ts' && onlyTypes) {
            expect(file, from).toMatch(/\/contract\.ts$/);
          } else {
            expect(exerciseFiles, from).toContain(path);
          }
          continue;
        }
        const name = from
          .split('/')
          .slice(0, from.startsWith('@') ? 2 : 1)
          .join('/');
        expect(onlyTypes ? forTypes : packages, file).toContain(name);
      }
    },
  );

  test.each(exerciseFiles)('are at most 80 columns wide: %s', (file) => {
    for (const [i, line] of linesOf(file).entries()) {
      expect(widthOf(line), `line ${i + 1}: ${line}`).toBeLessThanOrEqual(80);
    }
  });

  test.each(course)(
    'have routes of at most 60 lines, explained but not talked over: $id',
    ({ slug }) => {
      const { all, code, comments } = count(`src/exercises/${slug}/routes.ts`);
      expect(code).toBeLessThanOrEqual(60);
      expect(comments / all).toBeGreaterThanOrEqual(0.2);
      expect(comments / all).toBeLessThanOrEqual(0.5);
    },
  );
});

/** What a lesson may show, or its Flask twin. */
const lessons = new Set([
  ...course.flatMap(filesOf),
  ...files.filter((file) => file.startsWith('flask/')),
]);
const hangul = /[가-힣]/;

test.each([...lessons])('a lesson is told in Korean: %s', (file) => {
  for (const { prose } of annotate(file, readSource(file))) {
    if (prose.length > 0) expect(prose.join(' ')).toMatch(hangul);
  }
});

test.each(files.filter((file) => !lessons.has(file) && !/\.md$/.test(file)))(
  'what no lesson shows is explained in English: %s',
  (file) => {
    for (const { prose } of annotate(file, readSource(file))) {
      // Korean that a comment quotes stands between marks.
      const words = prose.join(' ').replace(/`[^`]*`|"[^"]*"/g, '');
      expect(words).not.toMatch(hangul);
    }
  },
);

describe('pages', () => {
  const pages = files.filter((file) => file.startsWith('views/'));
  // Two lines in a row: one alone may be what everyone writes.
  const pairsOf = (lines: string[]) => {
    const words = lines.map((line) => line.trim()).filter((line) => line);
    return words.slice(1).map((line, i) => `${words[i]}\n${line}`);
  };
  const code = new Set(exerciseFiles.flatMap((file) => pairsOf(linesOf(file))));

  test.each(pages)('do not repeat the code of an exercise: %s', (file) => {
    for (const pair of pairsOf(linesOf(file))) {
      expect(code.has(pair), pair).toBe(false);
    }
  });

  test.each(pages)('show commands and data, but no program: %s', (file) => {
    // What is computed is what runs; only what is typed in can be a copy.
    const typed = readSource(file).replace(/<%[\s\S]*?%>/g, '');
    for (const [, shown = ''] of typed.matchAll(
      /<pre[^>]*>([\s\S]*?)<\/pre>/g,
    )) {
      expect(shown).not.toMatch(
        /=>|\b(import|export|const|let|function|async|await|def|return)\b|^@?app\./m,
      );
    }
  });
});

test.each(files.filter((file) => /^src\/.*\.ts$/.test(file)))(
  'exported functions say what they are for: %s',
  (file) => {
    const lines = linesOf(file);
    for (const [i, line] of lines.entries()) {
      if (
        /^export (async )?function\b/.test(line) ||
        /^export const \w+(: [^=]+)? = (async )?(\(|\w+ =>)/.test(line)
      ) {
        expect(lines[i - 1], line).toMatch(/\*\/$/);
      }
    }
  },
);

test('the project needs at most twelve packages to run', () => {
  const { length } = Object.keys(packageJson.dependencies);
  expect(length).toBeLessThanOrEqual(12);
});
