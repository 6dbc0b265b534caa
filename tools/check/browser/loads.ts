import { attribute, elementsOf, loadedBy } from '../../../src/contract/page.ts';
import type { Exchange } from '../../../src/contract/send.ts';
import type { Part } from '../../../src/contract/step.ts';
import { type Problem, problem } from '../problem.ts';
import { type Browser, get } from './browser.ts';

const types = { image: /^image\//i, stylesheet: /^text\/css/i };

/** What is wrong with a page's first picture or stylesheet that is not got. */
export async function findBroken(
  browser: Browser,
  { request, body }: Exchange,
  parts: Part[] = [],
): Promise<Problem | undefined> {
  for (const part of ['image', 'stylesheet'] as const) {
    const elements = loadedBy(elementsOf(body), part).slice(0, 5);
    for (const element of parts.includes(part) ? elements : []) {
      const name = part === 'image' ? 'src' : 'href';
      const url = URL.parse(attribute(element, name) ?? '', request.url);
      // Nothing but this server is asked.
      if (url?.origin !== new URL(request.url).origin) continue;
      const { status, headers, bytes } = (await get(browser, url.href)).last;
      const type = headers['content-type'] ?? '';
      const isRight = status === 200 && bytes.length > 0;
      if (isRight && types[part].test(type)) continue;
      const found = `${status} ${url.pathname} (Content-Type: ${type})`;
      return problem(part, '불러올 수 있는 파일', found);
    }
  }
  return undefined;
}
