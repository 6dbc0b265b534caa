import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { course } from '../../src/course.ts';
import { temporaryFolder } from '../support.ts';
import { open, openWindow, useBrowser } from './browser.ts';
import {
  awayPages,
  exercisePages,
  htmlOf,
  sitePages,
  type Visits,
} from './pages.ts';

useBrowser();

const kinds: [string, () => Promise<Visits>][] = [
  ['the site', sitePages],
  ...course.map((exercise): (typeof kinds)[number] => [
    exercise.id,
    () => exercisePages(exercise),
  ]),
  ['what is away', awayPages],
];

describe.each(kinds)('the pages of %s', (_kind, collect) => {
  test('have no barrier that axe finds, light and wide', async () => {
    const { url, visits } = await collect();
    const page = await openWindow(url, { colorScheme: 'light' });
    for (const visit of visits) {
      await open(page, visit);
      expect(await barriersOf(page), visit.path).toEqual([]);
    }
  });

  test('have none dark and narrow, and do not reach out sideways', async () => {
    const { url, visits } = await collect();
    const page = await openWindow(url, {
      colorScheme: 'dark',
      viewport: { width: 320, height: 640 },
    });
    for (const visit of visits) {
      await open(page, visit);
      if (!visit.path.includes('#')) await expectAtTop(page);
      expect(await barriersOf(page), visit.path).toEqual([]);
      const width = await page.evaluate(
        () => document.documentElement.scrollWidth,
      );
      expect(width, visit.path).toBeLessThanOrEqual(320);
    }
  });

  test('are HTML without an error', async ({ skip }) => {
    const jar = await findVnu();
    if (!jar) return skip('there is no Java, or no vnu-jar');
    const { url, visits } = await collect();
    const folder = temporaryFolder();
    for (const [at, visit] of visits.entries()) {
      const html = await htmlOf(url, visit);
      writeFileSync(join(folder, `${at}.html`), html);
    }
    const { messages } = await runVnu(jar, folder);
    const errors = messages
      .filter(({ type }) => type !== 'info')
      .map(({ url = '', lastLine, message }) => {
        const visit = visits[Number(/(\d+)\.html$/.exec(url)?.[1])];
        return `${visit?.path}:${lastLine}: ${message}`;
      });
    expect(errors).toEqual([]);
  });
});

/** Nothing has scrolled it, once it is drawn. */
async function expectAtTop(page: Page) {
  const scrolled = await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) {
      await new Promise(requestAnimationFrame);
    }
    return window.scrollY;
  });
  expect(scrolled, page.url()).toBe(0);
}

/** What axe finds wrong with a page, and where. */
async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // The exercise in a lesson's frame is looked at as a page of its own.
  return await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      iframes: false,
      // New in WCAG 2.2, and off unless asked for.
      rules: { 'target-size': { enabled: true } },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, any }) => {
        const why = any.map(({ message }) => message).join(' ');
        return `${id}: ${html.slice(0, 200)} ${why}`;
      }),
    );
  });
}

interface VnuMessage {
  type: string;
  url?: string;
  lastLine?: number;
  message: string;
}

/**
 * The checker of HTML. It is too large to be installed with everything else:
 * `npm install --no-save --ignore-scripts vnu-jar`.
 */
async function findVnu(): Promise<string | undefined> {
  const jar = join(projectRoot, 'node_modules/vnu-jar/build/dist/vnu.jar');
  try {
    if (!existsSync(jar)) throw new Error('vnu-jar is not installed');
    await promisify(execFile)('java', ['-version']);
    return jar;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return undefined;
  }
}

async function runVnu(
  jar: string,
  folder: string,
): Promise<{ messages: VnuMessage[] }> {
  const args = ['-jar', jar, '--exit-zero-always', '--format', 'json', folder];
  const maxBuffer = 10_000_000;
  const { stderr } = await promisify(execFile)('java', args, { maxBuffer });
  return JSON.parse(stderr);
}
