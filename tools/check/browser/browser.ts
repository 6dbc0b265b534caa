import { type Visit, visit as visitPage } from '../../../src/contract/send.ts';
import type { ReadyRequest } from '../../../src/contract/step.ts';

/** The checker's side of all requests of one run. */
export interface Browser {
  /** The server's address, with a slash at the end. */
  base: string;
  /** Where `api/...` is: another server's, if front and API are two. */
  apiBase: string;
  cookies: Map<string, string>;
  /** When the whole run has to be over, as `performance.now()`. */
  end: number;
}

export const limits = { answer: 5_000, run: 28_000, bytes: 1024 * 1024 };

/** @param end when the run that it is for has to be over */
export function newBrowser(
  base: string,
  end = performance.now() + limits.run,
): Browser {
  return { base, apiBase: base, cookies: new Map(), end };
}

/** Sends a request and what its answer's redirects lead to, on one server. */
export function visit(
  { cookies, end }: Browser,
  ready: ReadyRequest,
): Promise<Visit> {
  const accept = 'text/html,application/json;q=0.9,*/*;q=0.8';
  const headers = { accept, ...ready.headers };
  const { origin } = new URL(ready.url);
  const left = {
    ...{ bytes: limits.bytes },
    get milliseconds() {
      return Math.max(1, Math.min(limits.answer, end - performance.now()));
    },
  };
  return visitPage({ ...ready, headers }, `${origin}/`, left, cookies);
}

/** Opens a page or an address below one. */
export function get(browser: Browser, url: string): Promise<Visit> {
  return visit(browser, { method: 'GET', url, headers: {}, body: '' });
}
