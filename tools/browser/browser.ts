import { type Exchange, send } from '../../src/contract/send.ts';
import type { ReadyRequest } from '../../src/contract/step.ts';

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

/** What one click led to. */
export interface Visit {
  /** The request and those that redirects led to, in order. */
  exchanges: [Exchange, ...Exchange[]];
  last: Exchange;
  /** Why the last redirect was not followed. */
  stopped?: 'redirects' | 'offsite';
}

export const limits = { answer: 5_000, run: 28_000, bytes: 1024 * 1024 };
const maxRedirects = 5;

/** @param end when the run that it is for has to be over */
export function newBrowser(
  base: string,
  end = performance.now() + limits.run,
): Browser {
  return { base, apiBase: base, cookies: new Map(), end };
}

/** Sends a request as a browser does: with cookies, following redirects. */
export async function visit(
  browser: Browser,
  ready: ReadyRequest,
): Promise<Visit> {
  let last = await ask(browser, ready);
  const exchanges: Visit['exchanges'] = [last];
  for (;;) {
    const { status, headers, request, failure } = last;
    const { location } = headers;
    const isRedirect = status >= 300 && status < 400 && location !== undefined;
    if (!isRedirect || failure) return { exchanges, last };
    if (exchanges.length > maxRedirects) {
      return { exchanges, last, stopped: 'redirects' };
    }
    const url = URL.canParse(location, request.url)
      ? new URL(location, request.url)
      : undefined;
    if (url?.origin !== new URL(request.url).origin) {
      return { exchanges, last, stopped: 'offsite' };
    }
    const keepsMethod = status === 307 || status === 308;
    const next = { method: 'GET', headers: {}, body: '' };
    last = await ask(browser, {
      ...(keepsMethod ? request : next),
      url: url.href.replace(/#.*$/, ''),
    });
    exchanges.push(last);
  }
}

/** Opens a page or an address below one. */
export function get(browser: Browser, url: string): Promise<Visit> {
  return visit(browser, { method: 'GET', url, headers: {}, body: '' });
}

async function ask(browser: Browser, ready: ReadyRequest): Promise<Exchange> {
  const { cookies, end } = browser;
  const pairs = [...cookies].map(([name, value]) => `${name}=${value}`);
  const headers = {
    accept: 'text/html,application/json;q=0.9,*/*;q=0.8',
    ...ready.headers,
    ...(pairs.length > 0 && { cookie: pairs.join('; ') }),
  };
  const rest = Math.max(1, end - performance.now());
  const milliseconds = Math.min(limits.answer, rest);
  const { bytes } = limits;
  const exchange = await send({ ...ready, headers }, { milliseconds, bytes });
  for (const line of exchange.headers['set-cookie'] ?? []) {
    const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (name) cookies.set(name, value ?? '');
  }
  return { ...exchange, request: ready };
}
