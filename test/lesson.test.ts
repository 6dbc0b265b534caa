import { describe, expect, test } from 'vitest';
import { checkable } from '../src/contract/checkable.ts';
import { needs, requestLine, statusesOf } from '../src/contract/step.ts';
import { tasksOf } from '../src/contract/task.ts';
import { course } from '../src/course.ts';
import { filesOf } from '../src/exercise.ts';
import { readWords } from '../src/site/lesson/words.ts';
import { readSource, sourceFiles } from '../src/site/source/files.ts';
import { troubles } from '../src/site/troubles.ts';
import { findAll, openOnce, part, textOf } from './page.ts';
import { newApp } from './support.ts';

const app = newApp({ port: 15007 });
const open = openOnce(app);

const annotated = (html: string) =>
  part(html, '<div class="annotated">', '</section>');

/** The lines of code that a lesson shows, by number; none may come twice. */
function codeOf(html: string, file: string): Map<number, string> {
  const code = new Map<number, string>();
  for (const [, path, at, number, line = ''] of annotated(html).matchAll(
    /<a class="n" tabindex="-1" href="([^"]*)#L(\d+)">(\d+)<\/a>(.*)\n/g,
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
    expect(textOf(part(body, '<h1', '</h1>'))).toBe(`${id} ${title}`);
    const { teaches, lesson } = readWords(exercise);
    // Once: the file below does not say it again.
    expect(textOf(body).split(lesson)).toHaveLength(2);
    expect(textOf(annotated(body))).not.toContain(teaches);
    expect(body).toContain(`<iframe src="/${id}/"`);
    const address = `http://localhost:15007/${id}/`;
    expect(part(body, 'class="address"', '</p>')).toContain(
      `<a href="/${id}/" target="course-exercise">${address}</a>`,
    );
    const document = `href="/${id}/api/openapi.json"`;
    expect(body.includes(document)).toBe(exercise.api === true);
    const check = `npm run check ${id} 25007`;
    expect(body.includes(check)).toBe(id in checkable);
  });

  test('leads to every lesson, and down to its ideas and tasks', async () => {
    const body = await open(`/learn/${id}`);
    const strip = part(body, 'class="strip"', '</nav>');
    expect(findAll(strip, /<a href="([^"]*)"/g)).toEqual(
      course.map((one) => `/learn/${one.id}`),
    );
    expect(findAll(strip, /aria-current="page">([^<]*)</g)).toEqual([id]);
    const [, ideas] = /<a href="#concept">(.*)<\/a>/.exec(body) ?? [];
    const concept = part(body, 'id="concept"', '</section>');
    expect(findAll(concept, /<h3>(.*?)<\/h3>/g).join(' · ')).toBe(ideas);
    const tasks = part(body, '<ol class="tasks">', '</ol>');
    expect(tasks.split('<li>')).toHaveLength(tasksOf(exercise).length + 1);
  });

  test('lists six errors at most, its own first, and folds the rest', async () => {
    const troublesHere = troubles(15007).filter(({ exercises }) =>
      exercises.includes(id),
    );
    const ids = (html: string) => findAll(html, /href="\/help#([^"]+)"/g);
    const [, list = ''] = (await open(`/learn/${id}`)).split('id="troubles"');
    const [few = '', more = ''] = list.split('<details>');
    expect(ids(few)).toHaveLength(Math.min(6, troublesHere.length));
    const shown = [...ids(few), ...ids(more)];
    expect(shown.toSorted()).toEqual(
      troublesHere.map((one) => one.id).toSorted(),
    );
    const own = troublesHere.filter(({ exercises }) => exercises[0] === id);
    expect(shown.slice(0, own.length)).toEqual(own.map((one) => one.id));
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
        findAll(body, /<a href="([^"]*source)"[^>]*aria-current="page"/g),
      ).toEqual([`/learn/${id}?file=${file}#source`]);
      const code = codeOf(body, file);
      const plain = (html: string) => textOf(html).replace(/\s+/g, ' ');
      const { teaches, lesson } = readWords(exercise);
      const prose = plain(
        findAll(annotated(body), /<div class="prose">([\s\S]*?)<\/div>/g).join(
          '\n',
        ),
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
          if (`${teaches} ${lesson}`.includes(words)) continue;
          const at = prose.indexOf(words, read);
          expect(at, `${file}:${i + 1}: ${line}`).toBeGreaterThanOrEqual(read);
          read = at + words.length;
        }
      }
    }
  });

  test('shows each step with its status, its command and its links', async () => {
    const body = await open(`/learn/${id}`);
    const steps = part(body, '<ol class="steps">', '</ol>').split('<li ');
    expect(steps).toHaveLength(contract.length + 1);
    for (const [at, step] of contract.entries()) {
      const html = steps[at + 1] ?? '';
      const { method } = requestLine(step);
      expect(html).toContain(`id="step-${at + 1}"`);
      expect(textOf(html)).toContain(step.do);
      expect(textOf(html)).toContain(`${method} → ${statusesOf(step)[0]}`);
      expect(textOf(html)).toMatch(/curl .*http:\/\/localhost:15007/);
      const send = `href="/learn/${id}?step=${at + 1}#step-${at + 1}"`;
      expect(part(html, 'rel="nofollow"', '>')).toContain(send);
      // Where each link leads is what pages.test.ts opens.
      const isLink = method === 'GET' && needs(step).length === 0;
      expect(/<a href="\/[^"]*" target/.test(html), step.do).toBe(isLink);
    }
    const page = part(body, 'id="try"', 'id="change"');
    expect(new Set(findAll(page, /localhost:(\d+)/g))).toEqual(
      new Set(['15007']),
    );
  });

  test('prints all of its files', async () => {
    for (const asked of [files[0], files.at(-1)]) {
      const body = await open(`/learn/${id}?file=${asked}`);
      const paper = part(body, '<div class="paper">', '</main>');
      const printed = findAll(paper, /<code>([\s\S]*?)<\/code>/g).map(textOf);
      const others = files.filter((file) => file !== asked);
      expect(printed).toEqual(others.map(readSource));
    }
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
    expect((await app.inject(`/learn/${id}?step=1`)).statusCode).toBe(404);
  },
);
