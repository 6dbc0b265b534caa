import { describe, expect, test } from 'vitest';
import { needs, requestLine, statusesOf } from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import { filesOf } from '../src/exercise.ts';
import { readWords } from '../src/site/lesson/words.ts';
import { readSource, sourceFiles } from '../src/site/source/files.ts';
import { findAll, part, textOf } from './page.ts';
import { newApp } from './support.ts';

const app = newApp({ port: 15007 });
const open = async (path: string) => (await app.inject(path)).body;

/** The lines of code that a lesson shows, by number; none may come twice. */
function codeOf(html: string, file: string): Map<number, string> {
  const code = new Map<number, string>();
  const source = part(html, '<div class="annotated">', '</section>');
  for (const [, path, at, number, line = ''] of source.matchAll(
    /<a class="n" href="([^"]*)#L(\d+)">(\d+)<\/a>(.*)\n/g,
  )) {
    expect([path, at]).toEqual([`/source/${file}`, number]);
    expect(code.has(Number(number)), `line ${number} twice`).toBe(false);
    code.set(Number(number), textOf(line));
  }
  expect(code.size).toBeGreaterThan(0);
  return code;
}

describe.each(course)('the lesson of $id', (exercise) => {
  const { id, title, contract, slug, differences = [] } = exercise;
  const twins = sourceFiles.filter((file) => file.startsWith(`flask/${slug}/`));
  const own = filesOf(exercise);
  const files = [...own.slice(0, -1), ...twins, `${own.at(-1)}`];

  test('says what it teaches, and links to what runs', async () => {
    const body = await open(`/learn/${id}`);
    expect(textOf(part(body, '<h1>', '</h1>'))).toBe(title);
    const { teaches, lesson } = readWords(exercise);
    // Once: the file below does not say it again.
    expect(textOf(body).split(lesson)).toHaveLength(2);
    expect(textOf(part(body, '<main', 'id="live"'))).toContain(teaches);
    expect(body).toContain(`<iframe src="/${id}/"`);
    expect(body).toContain(`<a href="/${id}/">http://localhost:15007`);
    const document = `href="/${id}/api/openapi.json"`;
    expect(body.includes(document)).toBe(exercise.api === true);
  });

  test('has a tab for each file: its own, the twin, then the contract', async () => {
    const tabs = part(
      await open(`/learn/${id}`),
      '<nav class="tabs"',
      '</nav>',
    );
    expect(findAll(tabs, /<a href="([^"]*)"/g)).toEqual(
      files.map((file) => `/learn/${id}?file=${file}#source`),
    );
    expect(findAll(tabs, />([^<>]+)<\/a>/g)).toEqual([
      ...files.slice(0, -1).map((file) => file.split('/').at(-1)),
      '검사 항목',
    ]);
    expect(tabs.includes('Flask 코드')).toBe(twins.length > 0);
  });

  test('shows all that is in its files', async () => {
    for (const file of files) {
      const body = await open(`/learn/${id}?file=${file}`);
      expect(
        findAll(body, /<a href="([^"]*)"[^>]*aria-current="page"/g),
      ).toEqual([`/learn/${id}?file=${file}#source`]);
      const code = codeOf(body, file);
      const plain = (html: string) => textOf(html).replace(/\s+/g, ' ');
      const title = plain(part(body, '<h1>', 'id="live"'));
      const prose = plain(
        findAll(body, /<div class="prose">([\s\S]*?)<\/div>/g).join('\n'),
      );
      let read = 0;
      for (const [i, line] of readSource(file).split('\n').entries()) {
        const shown = code.get(i + 1);
        if (shown !== undefined) {
          expect(shown).toBe(line);
          // A comment on a line of its own is prose, unless it does something.
          expect(line).not.toMatch(
            /^\s*(\/\/|\/\*\*|# (?!syntax=)|<%#((?!%>).)*%>$)/,
          );
        } else if (line.trim() !== '') {
          const words = line
            .replace(/^\s*(\/\*\*?|\*\/?|\/\/|<%#|\{#-?|<!--|#|""")?\s*/, '')
            .replace(/\s*(\*\/|[-_]?%>|-?#\}|-->|""")?\s*$/, '')
            .replace(/\s+/g, ' ');
          if (title.includes(words)) continue;
          const at = prose.indexOf(words, read);
          expect(at, `${file}:${i + 1}: ${line}`).toBeGreaterThanOrEqual(read);
          read = at + words.length;
        }
      }
    }
  });

  test('shows each step with its status, its command and its link', async () => {
    const body = await open(`/learn/${id}`);
    const steps = part(body, '<ol class="steps">', '</ol>').split('<li>');
    expect(steps).toHaveLength(contract.length + 1);
    for (const [at, step] of contract.entries()) {
      const html = steps[at + 1] ?? '';
      const { method } = requestLine(step);
      expect(textOf(html)).toContain(step.do);
      expect(textOf(html)).toContain(`${method} → ${statusesOf(step)[0]}`);
      expect(textOf(html)).toMatch(/curl .*http:\/\/localhost:15007/);
      // Where each link leads is what pages.test.ts opens.
      const isLink = method === 'GET' && needs(step).length === 0;
      expect(/<a href="\/[^"]*"/.test(html), step.do).toBe(isLink);
    }
    const page = part(body, '<body', 'id="source"');
    expect(new Set(findAll(page, /localhost:(\d+)/g))).toEqual(
      new Set(['15007']),
    );
  });

  test('has no other file than its own', async () => {
    for (const file of [
      'package.json',
      '../.env',
      '.env',
      '',
      `src/exercises/${slug}/../../app.ts`,
      `src/exercises/${slug}/`,
    ]) {
      const query = { file };
      const response = await app.inject({ url: `/learn/${id}`, query });
      expect(response.statusCode, file).toBe(404);
    }
    const twice = await app.inject(`/learn/${id}?file=a&file=b`);
    expect(twice.statusCode).toBe(404);
  });

  test('leads to the lessons before and after it', async () => {
    const body = await open(`/learn/${id}`);
    const at = course.indexOf(exercise);
    const around = part(body, '<nav class="around"', '</nav>');
    expect(findAll(around, /rel="(\w+)" href="[^"]*"/g)).toEqual([
      ...(at > 0 ? ['prev'] : []),
      ...(at < course.length - 1 ? ['next'] : []),
    ]);
    expect(findAll(around, /href="([^"]*)"/g)).toEqual(
      [course[at - 1], course[at + 1]]
        .filter((one) => one !== undefined)
        .map((one) => `/learn/${one.id}`),
    );
  });

  test('tells what a plain Flask program does differently', async () => {
    const body = await open(`/learn/${id}`);
    expect(body.includes('id="flask"')).toBe(differences.length > 0);
    for (const { why } of differences) expect(textOf(body)).toContain(why);
  });
});

const grown = course.filter(({ grewFrom }) => grewFrom);

test('ex5 shows what it changed of ex4', () => {
  expect(grown.map(({ id }) => id)).toContain('ex5');
});

test.each(grown)(
  'the difference that $id shows turns the older file into the newer one',
  async ({ id, slug, grewFrom }) => {
    const body = await open(`/learn/${id}`);
    const lines = [
      ...part(body, '<pre class="diff"', '</pre>').matchAll(
        /<span class="(added|removed|same)"><b>(.)<\/b> (.*)\n<\/span>/g,
      ),
    ].map(([, kind, sign, html = '']) => ({ kind, sign, text: textOf(html) }));
    const signs = { added: '+', removed: '-', same: ' ' } as const;
    for (const { kind, sign } of lines) {
      expect(sign).toBe(signs[kind as keyof typeof signs]);
    }
    const without = (kind: string) =>
      lines.filter((line) => line.kind !== kind).map(({ text }) => text);
    const parent = course.find((exercise) => exercise.id === grewFrom?.id);
    const source = (folder = '') =>
      readSource(`src/exercises/${folder}/${grewFrom?.file}`);
    expect(`${without('added').join('\n')}\n`).toBe(source(parent?.slug));
    expect(`${without('removed').join('\n')}\n`).toBe(source(slug));
  },
);

test.each(['nothing', 'ex1-hello', 'EX1', '__proto__', 'ex1%00', ''])(
  'there is no lesson of "%s"',
  async (id) => {
    expect((await app.inject(`/learn/${id}`)).statusCode).toBe(404);
    const sent = await app.inject({
      method: 'POST',
      url: `/learn/${id}/exchange`,
      payload: { step: '0' },
    });
    expect(sent.statusCode).toBeGreaterThanOrEqual(400);
    expect(sent.statusCode).toBeLessThan(500);
  },
);
