import { expect, test } from 'vitest';
import { findAll } from './page.ts';
import { newApp } from './support.ts';

const app = newApp();
const { body } = await app.inject('/ex2-2/');

test('shows each tag of the lesson', () => {
  for (const tag of ['h1', 'h2', 'p', 'br', 'ul', 'table', 'th', 'img']) {
    expect(body).toMatch(new RegExp(`<${tag}[ >]`));
  }
});

test('lists the day, and the week row by row', () => {
  expect(findAll(body, /<li>(.*)<\/li>/g)).toEqual([
    'HTML 실습',
    'CSS 적용',
    'Fastify와 연결',
  ]);
  expect(findAll(body, /<t[hd][^>]*>(.*)<\/t[hd]>/g)).toEqual([
    ...['요일', '활동'],
    ...['월요일', '파이썬 복습'],
    ...['화요일', 'Fastify 실습'],
  ]);
});
