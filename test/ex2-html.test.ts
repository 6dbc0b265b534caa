import { expect, test } from 'vitest';
import { newApp } from './support.ts';

test('sends one complete page and nothing of the template', async () => {
  const app = newApp();
  const { body } = await app.inject('/ex2/');
  expect(body).toMatch(/^<!doctype html>\s+<html lang="ko">/);
  expect(body).toMatch(/<\/html>\r?\n$/);
  expect(body).not.toMatch(/<%|%>|브라우저로 가지 않는다/);
});
