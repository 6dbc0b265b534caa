import { expect, test } from 'vitest';
import { tasksOf } from '../src/contract/task.ts';
import { course } from '../src/course.ts';
import { readSource } from '../src/site/source/files.ts';
import { newReadyApp } from './support.ts';

const map = readSource('docs/lecture.md');
const chapters = map.split(/^## /m).slice(1);
const links = [...map.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);

/** The cells of a chapter's rows, without those of its heading. */
function rowsOf(chapter: string): string[][] {
  const rows = chapter.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.slice(2, -2).split(' | '));
}

test('the map of the lecture leads to pages that are there', async () => {
  const app = await newReadyApp();
  for (const link of new Set(links)) {
    const [path = '', part] = link.split('#');
    const response = await app.inject(path);
    expect(response.statusCode, link).toBe(200);
    const [, id] = /^\/learn\/(.+)$/.exec(path) ?? [];
    if (!id) {
      if (part) expect(response.body, link).toContain(`id="${part}"`);
      continue;
    }
    const exercise = course.find((one) => one.id === id);
    const step = /^step-(\d+)$/.exec(part ?? '')?.[1];
    if (step) expect(exercise?.contract[Number(step) - 1], link).toBeDefined();
    else expect(['source', 'concept', 'try', 'change'], link).toContain(part);
  }
});

test('the map of the lecture leads to every exercise', () => {
  for (const { id } of course) {
    const page = new RegExp(`^/(learn/)?${id}[/#]`);
    expect(
      links.some((link) => page.test(link)),
      id,
    ).toBe(true);
  }
});

test('the minutes add up, and every heading has a question', () => {
  let all = 0;
  for (const chapter of chapters) {
    const [, minutes] = /\((\d+)분\)$/m.exec(chapter) ?? [];
    if (!minutes) continue;
    const rows = rowsOf(chapter);
    const sum = rows.reduce((sum, [, , cell]) => sum + Number(cell), 0);
    expect(sum, chapter).toBe(Number(minutes));
    for (const [, , , question] of rows) expect(question).toMatch(/[?.]$/);
    all += sum;
  }
  expect(map).toContain(`모두 ${all}분`);
});

test('all thirteen traps have their place, in the words of the lesson', () => {
  expect(rowsOf(chapters.at(-1) ?? '')).toHaveLength(13);
  const concept = (slug: string) => readSource(`views/${slug}/concept.ejs`);
  const tasks = (slug: string) => JSON.stringify(tasksOf({ slug }));
  expect(tasks('ex1-hello')).toContain('app.run(…) // x');
  expect(concept('ex1-hello')).toContain('debug=True');
  expect(tasks('ex3-2-add')).toContain('return reply.view(');
  expect(concept('ex6-docker')).toContain('python:3.9-slim');
  expect(tasks('ex6-docker')).toContain("version: '3.8'");
  expect(concept('ex7-compose')).toContain('localhost');
});
