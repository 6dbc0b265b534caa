import {
  attribute,
  elementsOf,
  loadedBy,
  type Part,
} from '../../src/contract/page.ts';
import type { Exchange } from '../../src/contract/send.ts';
import { type Browser, get } from './browser.ts';

/** The first picture or stylesheet of a page that a browser does not get. */
export async function findBroken(
  browser: Browser,
  page: Exchange,
  part: Part,
): Promise<Exchange | undefined> {
  const isRight = part === 'image' ? /^image\//i : /^text\/css/i;
  for (const element of loadedBy(elementsOf(page.body), part).slice(0, 5)) {
    const { url } = page.request;
    const name = part === 'image' ? 'src' : 'href';
    const address = attribute(element, name) ?? '';
    if (!URL.canParse(address, url)) continue;
    const { href, origin } = new URL(address, url);
    // Nothing but this server is asked.
    if (origin !== new URL(url).origin) continue;
    const { last } = await get(browser, href);
    const type = last.headers['content-type'] ?? '';
    const isLoaded = last.status === 200 && last.bytes.length > 0;
    if (!isLoaded || !isRight.test(type)) return last;
  }
  return undefined;
}
