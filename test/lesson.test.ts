import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';
import { filesOf } from '../src/exercise.ts';
import { listFiles, readSource } from '../src/site/source/files.ts';
import { findAll, part, textOf } from './page.ts';
import { newApp } from './support.ts';

/** The tabs of a lesson, as the paths that they lead to. */
function tabsOf(html: string): string[] {
  const tabs = part(html, '<nav class="tabs"', '</nav>');
  return findAll(tabs, /<a href="([^"]*)"/g);
}

/** The lines of code that a lesson shows, by number; none may come twice. */
function codeOf(html: string): Map<number, string> {
  const code = new Map<number, string>();
  const source = part(html, '<div class="annotated">', '</section>');
  for (const [, number, line = ''] of source.matchAll(
    /<a class="n" href="[^"]*">(\d+)<\/a>(.*)\n/g,
  )) {
    expect(code.has(Number(number)), `line ${number} twice`).toBe(false);
    code.set(Number(number), textOf(line));
  }
  return code;
}

describe.each(course)('the lesson of $id', (exercise) => {
  const { id, title, lesson, contract, slug } = exercise;
  const twin = [...listFiles()].filter((file) =>
    file.startsWith(`flask/${slug}/`),
  );
  const files = [...filesOf(exercise), ...twin];

  test('says what it teaches, and links to what runs', async () => {
    const { body } = await newApp().inject(`/learn/${id}`);
    expect(textOf(part(body, '<h1>', '</h1>'))).toBe(title);
    expect(textOf(body)).toContain(lesson);
    expect(body).toContain(`<iframe src="/${id}/"`);
    expect(body).toContain(`<a href="/${id}/">http://localhost:`);
    const document = `href="/${id}/api/openapi.json"`;
    expect(body.includes(document)).toBe(exercise.api === true);
  });

  test('has a tab for each of its files, and each tab answers', async () => {
    const app = newApp();
    const { body } = await app.inject(`/learn/${id}`);
    const tabs = tabsOf(body);
    expect(tabs.sort()).toEqual(
      files.map((file) => `/learn/${id}?file=${file}#source`).sort(),
    );
    for (const tab of tabs) {
      const response = await app.inject(tab.split('#')[0] ?? '');
      expect(response.statusCode, tab).toBe(200);
      const current = part(response.body, '<nav class="tabs"', '</nav>');
      expect(
        findAll(current, /<a href="([^"]*)"[^>]*aria-current="page"/g),
      ).toEqual([tab]);
      expect(response.body).toContain('id="source"');
    }
  });

  test('shows all that is in its files', async () => {
    const app = newApp();
    for (const file of files) {
      expect(existsSync(join(projectRoot, file))).toBe(true);
      const { body } = await app.inject(`/learn/${id}?file=${file}`);
      const code = codeOf(body);
      const prose = textOf(
        findAll(body, /<div class="prose">([\s\S]*?)<\/div>/g).join('\n'),
      ).replace(/\s+/g, ' ');
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
          const at = prose.indexOf(words, read);
          expect(at, `${file}:${i + 1}: ${line}`).toBeGreaterThanOrEqual(read);
          read = at + words.length;
        }
      }
    }
  });

  test('shows each step with its status and its address here', async () => {
    const app = newApp({ port: 15007 });
    const { body } = await app.inject(`/learn/${id}`);
    const steps = part(body, '<ol class="steps">', '</ol>').split('<li>');
    expect(steps).toHaveLength(contract.length + 1);
    for (const [at, step] of contract.entries()) {
      const text = textOf(steps[at + 1] ?? '');
      expect(text).toContain(step.title);
      expect(text).toContain(`${step.method} → ${step.expect.status}`);
      expect(text).toMatch(/curl .*http:\/\/localhost:15007/);
    }
  });

  test('names no other port than its own', async () => {
    const app = newApp({ port: 15007 });
    const { body } = await app.inject(`/learn/${id}`);
    const page = part(body, '<body', 'id="source"');
    expect(findAll(page, /localhost:(\d+)/g)).not.toHaveLength(0);
    expect(new Set(findAll(page, /localhost:(\d+)/g))).toEqual(
      new Set(['15007']),
    );
  });

  test('has no other file than its own', async () => {
    const app = newApp();
    for (const file of [
      'package.json',
      '../.env',
      '.env',
      '',
      `src/exercises/${slug}/../../app.ts`,
      `src/exercises/${slug}/`,
    ]) {
      const response = await app.inject({
        url: `/learn/${id}`,
        query: { file },
      });
      expect(response.statusCode, file).toBe(404);
    }
    const twice = await app.inject(`/learn/${id}?file=a&file=b`);
    expect(twice.statusCode).toBe(404);
  });

  test('leads to the lessons before and after it', async () => {
    const { body } = await newApp().inject(`/learn/${id}`);
    const at = course.indexOf(exercise);
    const around = part(body, '<nav class="around"', '</nav>');
    expect(findAll(around, /rel="prev" href="([^"]*)"/g)).toEqual(
      at > 0 ? [`/learn/${course[at - 1]?.id}`] : [],
    );
    expect(findAll(around, /rel="next" href="([^"]*)"/g)).toEqual(
      at < course.length - 1 ? [`/learn/${course[at + 1]?.id}`] : [],
    );
  });
});

const grown = course.filter(({ grewFrom }) => grewFrom);

test('ex5 shows what it changed of ex4', () => {
  expect(grown.map(({ id }) => id)).toContain('ex5');
});

test.each(grown)(
  'the difference that $id shows turns the older file into the newer one',
  async ({ id, slug, grewFrom }) => {
    const { body } = await newApp().inject(`/learn/${id}`);
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

test('what a plain Flask program does differently is told', async () => {
  for (const { id, contract } of course) {
    const { body } = await newApp().inject(`/learn/${id}`);
    const differences = contract.flatMap(({ inFlask }) => inFlask ?? []);
    expect(body.includes('id="flask"')).toBe(differences.length > 0);
    for (const { why } of differences) expect(textOf(body)).toContain(why);
  }
});

test.each(['nothing', 'ex1-hello', 'EX1', '__proto__', 'ex1%00', ''])(
  'there is no lesson of "%s"',
  async (id) => {
    const app = newApp();
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
