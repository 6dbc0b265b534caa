import { expect, test } from 'vitest';
import { newApp } from './support.ts';

test('sends one complete page and nothing of the template', async () => {
  const app = newApp();
  const { body } = await app.inject('/ex2/');
  expect(body).toMatch(/^<!doctype html>\n<html lang="ko">/);
  expect(body).toMatch(/<\/html>\n$/);
  expect(body).not.toMatch(/<%|%>|브라우저로 가지 않는다/);
});
