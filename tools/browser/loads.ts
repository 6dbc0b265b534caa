import {
  attribute,
  elementsOf,
  loadedBy,
  type Part,
} from '../../src/contract/page.ts';
import type { Exchange } from '../../src/contract/send.ts';
import { type Browser, get } from './browser.ts';

const types = { image: /^image\//i, stylesheet: /^text\/css/i };

/** The first picture or stylesheet of a page that a browser does not get. */
export async function findBroken(
  browser: Browser,
  { request, body }: Exchange,
  parts: Part[] = [],
) {
  for (const part of ['image', 'stylesheet'] as const) {
    const elements = loadedBy(elementsOf(body), part).slice(0, 5);
    for (const element of parts.includes(part) ? elements : []) {
      const name = part === 'image' ? 'src' : 'href';
      const address = attribute(element, name) ?? '';
      if (!URL.canParse(address, request.url)) continue;
      const { href, origin, pathname } = new URL(address, request.url);
      // Nothing but this server is asked.
      if (origin !== new URL(request.url).origin) continue;
      const { status, headers, bytes } = (await get(browser, href)).last;
      const type = headers['content-type'] ?? '';
      const isRight = status === 200 && bytes.length > 0;
      if (isRight && types[part].test(type)) continue;
      return { part, found: `${status} ${pathname} (Content-Type: ${type})` };
    }
  }
  return undefined;
}
