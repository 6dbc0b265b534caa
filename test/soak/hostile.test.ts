import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openCourse,
  tryOperations,
  tryRequests,
  tryTexts,
} from '../../tools/soak/hostile.ts';

let course: Awaited<ReturnType<typeof openCourse>>;
beforeAll(async () => {
  course = await openCourse();
});
afterAll(() => course?.close());

const limits = { cases: 25, milliseconds: 5_000 };
const broken = (rows: { held: boolean }[]) => rows.filter(({ held }) => !held);

test('any text comes back from any field as it was typed', async () => {
  expect(broken(await tryTexts(course.app, limits))).toEqual([]);
});

test('no request gets a 5xx, or its own words back as markup', async () => {
  const many = { ...limits, cases: 500 };
  expect(broken(await tryRequests(course, many))).toEqual([]);
});

test('the API answers any value as its document says', async () => {
  expect(broken(await tryOperations(course.app, limits))).toEqual([]);
});
