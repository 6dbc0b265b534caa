import { expect, test } from 'vitest';
import { newApp } from './support.ts';

test('sends one complete page and nothing of the template', async () => {
  const app = newApp();
  const { body } = await app.inject('/ex2/');
  expect(body).toMatch(/^<!doctype html>\n<html lang="ko">/);
  expect(body).toMatch(/<\/html>\n$/);
  expect(body).not.toMatch(/<%|%>|브라우저로 가지 않는다/);
});

test('sends the same page whether views are cached or not', async () => {
  const cached = await newApp({ cacheViews: true }).inject('/ex2/');
  const anew = await newApp({ cacheViews: false }).inject('/ex2/');
  expect(anew.body).toBe(cached.body);
});
