import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { course } from '../../src/course.ts';
import { readSource } from '../../src/site/source/files.ts';
import { serve } from '../support.ts';
import { openPage, openWindow, plainHost, useBrowser } from './browser.ts';

useBrowser();

describe('by keyboard alone', () => {
  /** What has the focus, and how it looks. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom, left, right } = element.getBoundingClientRect();
      return {
        at: [...document.querySelectorAll('*')].indexOf(element),
        tag: element.tagName,
        html: element.outerHTML.slice(0, 120),
        outlined:
          outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 1,
        visible:
          left >= 0 && right > left && bottom > 0 && top < window.innerHeight,
      };
    });

  test.each([
    '/',
    '/learn/ex4',
    '/source/',
    '/source/src/exercises/ex3-routing/routes.ts',
    '/help',
  ])('%s: the first stop skips to the main part', async (path) => {
    const page = await openPage(path);
    await page.keyboard.press('Tab');
    const skip = await focused(page);
    expect(skip.html).toContain('class="skip"');
    expect(skip.visible).toBe(true);
    expect(skip.outlined).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.locator(':target').evaluate((it) => it.tagName)).toBe(
      'MAIN',
    );
    await page.keyboard.press('Tab');
    const inMain = await page.evaluate(
      () => document.activeElement?.closest('main') !== null,
    );
    expect(inMain).toBe(true);
  });

  test.each([
    '/',
    '/learn/ex4',
    '/learn/ex2-3',
    '/source/src/exercises/ex3-routing/routes.ts',
    '/help',
    '/ex2-3/',
    '/ex4-2/',
    '/plan/',
    '/sql/',
  ])('%s: every stop is in order, on screen and outlined', async (path) => {
    const page = await openPage(path);
    let before = -1;
    let stops = 0;
    for (; stops < 400; stops += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop.tag === 'BODY') break;
      if (stop.tag !== 'IFRAME') {
        expect(stop.outlined, stop.html).toBe(true);
        expect(stop.visible, stop.html).toBe(true);
      }
      // Inside the frame, its element has the focus for more than one stop.
      expect(stop.at, stop.html).toBeGreaterThanOrEqual(before);
      if (stop.at < before) break;
      before = stop.at;
    }
    const all = await page.evaluate(
      () =>
        document.querySelectorAll(
          'a[href], button:not([hidden]), input:not([type="hidden"])',
        ).length,
    );
    const skipped = page.locator('details:not([open]) a, [tabindex="-1"]');
    expect(stops).toBeGreaterThan((all - (await skipped.count())) / 2);
  });

  test.each(course)(
    '$id: few stops to its files, and to the next lesson',
    async ({ id }) => {
      const page = await openPage(`/learn/${id}`);
      const stopsTo = async (selector: string) => {
        await page.locator('body').evaluate((body) => body.focus());
        for (let stops = 1; stops <= 40; stops += 1) {
          await page.keyboard.press('Tab');
          const found = await page.evaluate(
            (it) => document.activeElement?.matches(it),
            selector,
          );
          if (found) return stops;
        }
        return 41;
      };
      expect(await stopsTo('.tabs a')).toBeLessThanOrEqual(20);
      await page.reload();
      const last = id === course.at(-1)?.id;
      if (!last) expect(await stopsTo('[aria-current] + a')).toBeLessThan(40);
    },
  );

  test('a step is sent, and its row has the messages', async () => {
    const page = await openPage('/learn/ex4');
    await page.getByRole('link', { name: '1번 보내기', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/step=1#step-1$/);
    expect(await page.locator('#step-1 .messages').count()).toBe(1);
  });
});

describe('a lesson', () => {
  test.each([
    [1280, 900, 431],
    [683, 512, 768],
    [390, 844, 640],
  ])('%i pixels wide begins its code early', async (width, height, most) => {
    const page = await openPage('/', { viewport: { width, height } });
    for (const { id } of course) {
      await page.goto(`/learn/${id}`);
      const line = page.locator('.annotated .line:visible').first();
      const top = (await line.boundingBox())?.y ?? Infinity;
      expect(top, id).toBeLessThanOrEqual(most);
    }
  });

  test.each([1100, 1280])(
    '%i pixels wide shows all its tabs',
    async (width) => {
      const page = await openPage('/', { viewport: { width, height: 900 } });
      for (const { id } of course) {
        await page.goto(`/learn/${id}`);
        const [all, seen] = await page
          .locator('.tabs')
          .evaluate((it) => [it.scrollWidth, it.clientWidth]);
        expect(all, id).toBe(seen);
      }
    },
  );

  test('is on the first screen of the home page', async () => {
    const viewport = { width: 1280, height: 900 };
    const page = await openPage('/', { viewport });
    for (const row of await page.locator('.course li').all()) {
      const { y = 900, height = 0 } = (await row.boundingBox()) ?? {};
      expect(y + height).toBeLessThanOrEqual(900);
    }
  });
});

describe('the copy button', () => {
  /** What a reader gets who pastes now. */
  const pasted = async (page: Page) => {
    await page.evaluate(() => {
      const area = document.createElement('textarea');
      area.id = 'paste';
      document.body.append(area);
      area.focus();
    });
    await page.keyboard.press('Control+V');
    const text = await page.locator('#paste').inputValue();
    await page.locator('#paste').evaluate((element) => element.remove());
    return text;
  };

  const copyAll = async (page: Page) => {
    await page.goto('/learn/ex4');
    const button = page.getByRole('button', {
      name: '3번 명령 복사',
      exact: true,
    });
    const command = await page.locator('#step-3 code').first().innerText();
    await button.focus();
    await page.keyboard.press('Enter');
    const status = page.getByRole('status');
    await status
      .filter({ hasText: '복사했습니다.' })
      .waitFor({ state: 'attached' });
    expect(await button.innerText()).toBe('복사함');
    const kept = await button.evaluate((it) => it === document.activeElement);
    expect(kept).toBe(true);
    expect(await pasted(page)).toBe(command);
    // The words come back, for the next time.
    await button.filter({ hasText: /^복사$/ }).waitFor();

    // The exercises' pages get their buttons from the script.
    for (const path of ['/ex4/', '/ex6/']) {
      await page.goto(path);
      const lines = page.locator('pre');
      const buttons = page.getByRole('button', { name: /^복사: / });
      expect(await buttons.count()).toBe(await lines.count());
      await buttons.first().click();
      await buttons.first().filter({ hasText: '복사함' }).waitFor();
      expect(await pasted(page)).toBe(await lines.first().innerText());
    }

    const path = 'src/exercises/ex3-routing/routes.ts';
    await page.goto(`/source/${path}`);
    await page.getByRole('button', { name: '전체 복사' }).click();
    await status
      .filter({ hasText: '복사했습니다.' })
      .waitFor({ state: 'attached' });
    expect(await pasted(page)).toBe(readSource(path));
  };

  test('copies where the browser trusts the address', async () => {
    const page = await openPage('/');
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
    await copyAll(page);
  });

  test('copies on plain http, where there is no clipboard to ask', async () => {
    const { port } = await serve();
    const page = await openWindow(`http://${plainHost}:${port}`);
    await page.goto('/');
    expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false);
    await copyAll(page);
  });

  test('says so when it cannot copy', async () => {
    const page = await openPage('/source/package.json');
    await page.route('**/raw/package.json', (route) => route.abort());
    const button = page.locator('.copy');
    await button.click();
    const status = page.getByRole('status');
    await status
      .filter({ hasText: '못했습니다' })
      .waitFor({ state: 'attached' });
    expect(await button.innerText()).toBe('실패');
  });

  test('is not there without scripts', async () => {
    const page = await openPage('/', { javaScriptEnabled: false });
    for (const path of ['/learn/ex4', '/source/package.json', '/help']) {
      await page.goto(path);
      expect(await page.locator('.copy').count()).toBeGreaterThan(0);
      expect(await page.locator('.copy:visible').count()).toBe(0);
    }
  });
});

describe('on paper', () => {
  test.each(['/', '/learn/ex4', '/source/src/app.ts', '/help', '/ex2-2/'])(
    '%s has nothing beside the sheet, and no buttons',
    async (path) => {
      // A4 with its margins, in CSS pixels.
      const viewport = { width: 718, height: 1000 };
      const page = await openPage(path, { viewport });
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('button:visible').count()).toBe(0);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('body, main, pre')]
          .filter((it) => it.scrollWidth > it.clientWidth + 1)
          .map((it) => it.outerHTML.slice(0, 100)),
      );
      expect(cut).toEqual([]);
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(1000);
    },
  );

  test('a lesson is printed with its code, without its frame', async () => {
    const page = await openPage('/learn/ex3');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('iframe:visible').count()).toBe(0);
    const shown = await page.locator('pre:visible').allInnerTexts();
    for (const part of ['app.get(', 'def hello', '홍길동']) {
      expect(shown.join('\n')).toContain(part);
    }
    // Paper is white, whatever the screen is.
    const paper = await page.evaluate(
      () => getComputedStyle(document.body).backgroundColor,
    );
    const [red = 0] = (/\d+/.exec(paper) ?? []).map(Number);
    expect(red).toBeGreaterThan(200);
  });
});
