import {
  attribute,
  elementsOf,
  loadedBy,
  type Part,
} from '../../src/contract/page.ts';
import type { Exchange } from '../../src/contract/send.ts';
import type { Step } from '../../src/contract/step.ts';
import { type Browser, get } from './browser.ts';
import { type Problem, problem } from './problem.ts';

/** The pictures and stylesheets of a page that a browser would not get. */
export async function findBroken(
  browser: Browser,
  { has = [] }: Step,
  page: Exchange,
): Promise<Problem | undefined> {
  for (const part of ['image', 'stylesheet'] as const) {
    if (!has.includes(part)) continue;
    for (const url of addressesOf(page, part)) {
      const { last } = await get(browser, url);
      const type = last.headers['content-type'] ?? '없음';
      const isRight = part === 'image' ? /^image\//i : /^text\/css/i;
      if (last.status === 200 && isRight.test(type) && last.bytes.length > 0) {
        continue;
      }
      const name = part === 'image' ? '불러온 그림' : '불러온 스타일시트';
      const { pathname } = new URL(url);
      const found = `${last.status} ${pathname} (Content-Type: ${type})`;
      return problem(part, name, found);
    }
  }
  return undefined;
}

/** Those on this server: nothing else is asked, and at most five. */
function addressesOf({ body, request }: Exchange, part: Part): string[] {
  return loadedBy(elementsOf(body), part)
    .map((one) => attribute(one, part === 'image' ? 'src' : 'href') ?? '')
    .filter((address) => URL.canParse(address, request.url))
    .map((address) => new URL(address, request.url))
    .filter(({ origin }) => origin === new URL(request.url).origin)
    .map(({ href }) => href)
    .slice(0, 5);
}
