import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import {
  afterAll,
  beforeAll,
  expect,
  onTestFinished,
  TestRunner,
} from 'vitest';
import { serve } from '../support.ts';
import type { Visit } from './pages.ts';

/** Debian's Chromium; the tests bring no browser of their own. */
const executablePath = '/usr/bin/chromium';

/** A name that leads here, but that browsers do not trust as localhost. */
export const plainHost = 'plain.test';

let browser: Browser | undefined;

/** Starts one browser for all tests of a file. */
export function useBrowser() {
  beforeAll(async () => {
    if (!existsSync(executablePath)) {
      const missing = `There is no ${executablePath}`;
      if (process.env.CI === 'true') throw new Error(`${missing}.`);
      console.warn(`${missing}: tests in a browser are skipped.`);
      return;
    }
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--host-resolver-rules=MAP ${plainHost} 127.0.0.1`,
      ],
    });
  });
  afterAll(() => browser?.close());
}

/**
 * A new window, closed when the test ends; where there is no browser, the test
 * is skipped. It must have asked no other host for anything by then, and hold
 * no cookie.
 *
 * @param url the address of the server, without a slash at the end
 */
export async function openWindow(
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  if (!browser) {
    TestRunner.getCurrentTest()?.context.skip('there is no Chromium');
    throw new Error('skipped');
  }
  const context = await browser.newContext({ baseURL: url, ...options });
  const elsewhere: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== url) elsewhere.push(request.url());
  });
  onTestFinished(async () => {
    const cookies = await context.cookies();
    await context.close();
    expect(elsewhere).toEqual([]);
    expect(cookies).toEqual([]);
  });
  return await context.newPage();
}

/** A page of a new course in a new window. */
export async function openPage(path: string, options?: BrowserContextOptions) {
  const page = await openWindow((await serve()).url, options);
  await page.goto(path);
  return page;
}

/** Opens a page; a form is sent as a page of this server would send it. */
export async function open(page: Page, { path, form }: Visit) {
  if (!form) {
    await page.goto(path);
    return;
  }
  await page.goto('/');
  await page.evaluate(
    ({ path, form }) => {
      const element = document.createElement('form');
      element.method = 'post';
      element.action = path;
      for (const [name, value] of Object.entries(form)) {
        const field = document.createElement('textarea');
        field.name = name;
        field.value = value;
        element.append(field);
      }
      document.body.append(element);
      element.submit();
    },
    { path, form },
  );
  await page.waitForURL((url) => url.pathname !== '/');
}
