import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { serve } from '../support.ts';
import { openWindow, useBrowser } from './browser.ts';

useBrowser();

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('a student %s', (_how, javaScriptEnabled) => {
  const start = async () => {
    const { url, port } = await serve();
    const page = await openWindow(url, { javaScriptEnabled });
    await page.goto('/');
    return { page, url, port };
  };
  const heading = (page: Page) =>
    page.getByRole('heading', { level: 1 }).innerText();

  test('answers the survey, wrongly first, and sees the tally', async () => {
    const { page: home, url } = await start();
    const page = await openTab(home, 'ex2-3 음식 설문 열기');
    expect(page.url()).toBe(`${url}/ex2-3/`);

    await page.getByLabel('이름').fill('  ');
    await page.getByLabel('나이').fill('200');
    await page.getByLabel('좋아하는 음식').selectOption('떡볶이');
    await page.getByRole('button', { name: '제출' }).click();
    const mistakes = page.getByRole('alert');
    expect(await mistakes.getByRole('link').count()).toBe(2);
    expect(await page.getByLabel('나이').inputValue()).toBe('200');
    expect(await page.getByLabel('좋아하는 음식').inputValue()).toBe('떡볶이');

    // The summary leads to the field, which says what is wrong with it.
    await mistakes.getByRole('link', { name: '나이' }).click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    const age = page.getByLabel('나이');
    expect(await age.getAttribute('aria-invalid')).toBe('true');
    const described = (await age.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`#${described}`).innerText()).toContain('150');

    await page.getByLabel('이름').fill('<b>홍길동</b>');
    await age.fill('17');
    await page.getByRole('button', { name: '제출' }).click();
    expect(await heading(page)).toContain('제출 결과');
    const text = await page.getByRole('main').innerText();
    expect(text).toContain('이름 : <b>홍길동</b>');
    expect(text).toContain('나이 : 17세');
    expect(text).toContain('좋아하는 음식 : 떡볶이');

    // A reload, and going back to correct, do not make a second answer.
    await page.reload();
    await page.goBack();
    await page.goto(`${url}/ex2-3/tally`);
    const row = page.getByRole('row', { name: '떡볶이' });
    expect(await row.innerText()).toContain('1명');
    expect(await page.getByRole('main').innerText()).toContain('1명이');
  });

  test('adds, edits and deletes a user of ex5', async () => {
    const { page: home, url } = await start();
    const page = await openTab(home, /^ex5 .* 열기$/);
    expect(await page.getByRole('table').count()).toBe(0);

    await page.getByRole('link', { name: '사용자 추가' }).click();
    await page.getByLabel('이름').fill('홍길동');
    await page.getByLabel('나이').fill('스물');
    await page.getByRole('button', { name: '저장' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('나이');
    expect(await page.getByLabel('나이').inputValue()).toBe('스물');
    await page.getByLabel('나이').fill('20');
    await page.getByRole('button', { name: '저장' }).click();
    expect(page.url()).toBe(`${url}/ex5/`);
    const cells = () => page.getByRole('cell').allInnerTexts();
    expect((await cells()).slice(1, 3)).toEqual(['홍길동', '20']);

    await page.getByRole('link', { name: /번 수정$/ }).click();
    expect(await page.getByLabel('이름').inputValue()).toBe('홍길동');
    await page.getByLabel('나이').fill('21');
    await page.getByRole('button', { name: '저장' }).click();
    expect((await cells()).slice(1, 3)).toEqual(['홍길동', '21']);

    await page.getByRole('link', { name: /번 삭제$/ }).click();
    expect(await heading(page)).toContain('삭제할까요?');
    await page.getByRole('button', { name: '삭제' }).click();
    expect(page.url()).toBe(`${url}/ex5/`);
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('looks up a line of source by its link', async () => {
    const { page, url } = await start();
    await page.getByRole('link', { name: '라우팅', exact: true }).click();
    const line = page.locator('.annotated a.n', { hasText: /^12$/ });
    const text = await line.locator('xpath=..').innerText();
    await line.click();
    expect(page.url()).toBe(
      `${url}/source/src/exercises/ex3-routing/routes.ts#L12`,
    );
    const target = page.locator(':target');
    expect(await target.getAttribute('id')).toBe('L12');
    const shown = (await target.innerText()).replace(/^12/, '').trim();
    expect(shown).not.toBe('');
    expect(text).toContain(shown);
    expect(await isOnScreen(page, ':target')).toBe(true);
    expect(await isMarked(page, '#L12', '#L13')).toBe(true);

    // Another line, by its number in the margin; then some, by the form.
    await page.locator('#L20 a.n').click();
    expect(page.url()).toMatch(/#L20$/);
    await page.getByLabel('줄').fill('2-4');
    await page.getByRole('button', { name: '찾기' }).click();
    expect(page.url()).toMatch(/\?lines=2-4$/);
    for (const line of ['#L2', '#L4']) {
      expect(await isMarked(page, line, '#L5')).toBe(true);
    }
    await page.getByRole('link', { name: 'L2-L4로 가기' }).click();
    expect(page.url()).toMatch(/\?lines=2-4#L2$/);
    expect(await isOnScreen(page, ':target')).toBe(true);
  });

  test('reads the lesson: its tabs, the one after it, its frame', async () => {
    const { page } = await start();
    await page.getByRole('link', { name: 'HTML 기본 태그' }).first().click();
    const tabs = page.getByRole('navigation', { name: '파일' });
    await tabs.getByRole('link', { name: 'index.ejs' }).first().click();
    expect(await page.locator('.path').first().innerText()).toContain(
      'index.ejs',
    );
    expect(await isOnScreen(page, '#source')).toBe(true);
    const frame = page.frameLocator('iframe');
    expect(
      await frame.getByRole('heading', { level: 1 }).innerText(),
    ).toContain('나를 소개합니다');
    await page.locator('a[rel="next"]').click();
    expect(await heading(page)).toBe('ex2-3 음식 설문');
    await page.locator('a[rel="prev"]').click();
    expect(await heading(page)).toBe('ex2-2 HTML 기본 태그');
  });

  test('sends a step, reads what went over the wire and what ran', async () => {
    const { page, url } = await start();
    await page.getByRole('link', { name: 'REST API', exact: true }).click();
    const row = page.locator('.steps li', { hasText: '추가한 사용자 수정' });
    const number = (await row.getAttribute('id'))?.replace('step-', '');
    await row.locator('.send').click();
    const address = `${url}/learn/ex4?step=${number}#step-${number}`;
    expect(page.url()).toBe(address);
    expect(await isOnScreen(page, `#step-${number}`)).toBe(true);
    // The steps before it are there, too, but closed.
    const messages = page.locator('.run > details[open] .messages pre');
    expect(await page.locator('.run > details').count()).toBeGreaterThan(1);
    expect(await page.locator('.run > details[open]').count()).toBe(1);
    expect(await messages.first().innerText()).toContain('PUT /ex4/api/user/4');
    const all = await messages.allInnerTexts();
    expect(all.join()).toContain('HTTP/1.1 200 OK');
    await page.locator('.run a', { hasText: 'users.ts' }).click();
    expect(await page.locator('.ran').first().innerText()).toMatch(
      /changeUser/,
    );
    expect(await isMarked(page, '.ran', '.line:not(.ran)')).toBe(true);

    await page.getByLabel('메서드').selectOption('POST');
    await page.getByLabel(/api\/$/).fill('user');
    await page.getByLabel('본문').fill('{"name":"홍길동","age":20}');
    await page.getByRole('button', { name: '보내기', exact: true }).click();
    const answer = (await messages.allInnerTexts()).join();
    expect(answer).toContain('HTTP/1.1 201 Created');
    expect(answer).toContain('홍길동');
  });
});

/** Follows a link to an exercise, which has one tab for all of them. */
async function openTab(page: Page, name: string | RegExp): Promise<Page> {
  const tab = page.waitForEvent('popup');
  await page.getByRole('link', { name }).click();
  expect(await (await tab).evaluate(() => window.name)).toBe('course-exercise');
  return await tab;
}

function isOnScreen(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return top > -1 && top < window.innerHeight;
  });
}

/** Whether something has another background than what is beside it. */
async function isMarked(page: Page, selector: string, other: string) {
  const colour = (of: string) =>
    page
      .locator(of)
      .first()
      .evaluate((it) => getComputedStyle(it).backgroundColor);
  return (await colour(selector)) !== (await colour(other));
}
