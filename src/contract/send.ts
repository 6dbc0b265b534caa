import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import {
  isRedirect,
  type Kept,
  needs,
  prepare,
  type ReadyRequest,
  type Step,
} from './step.ts';

/** A request as it was sent, and what came back. */
export interface Exchange {
  request: ReadyRequest;
  /** All bytes that went out, and those that came in, up to a limit. */
  sent: Buffer;
  received: Buffer;
  status: number;
  headers: IncomingHttpHeaders;
  /** The body as text, in the encoding that it says; UTF-8 if it says none. */
  body: string;
  /** The body's own bytes. */
  bytes: Buffer;
  /** Whether there was more than the limit. */
  cut: boolean;
  /**
   * Why there is no whole answer, as Node names it (`ECONNREFUSED`,
   * `ECONNRESET`, `HPE_INVALID_CONSTANT`), `TIMEOUT`, or `AWAY` for a step
   * that leads out of its exercise or needs what was not kept.
   */
  failure?: string;
}

/** How long a request may take, and how much of an answer is kept. */
export interface Limits {
  milliseconds: number;
  bytes: number;
}

const usual: Limits = { milliseconds: 5_000, bytes: 1024 * 1024 };
const maxRedirects = 5;

/**
 * Sends one request over a connection of its own. It never rejects: why there
 * is no answer is part of the result.
 */
export function send(
  ready: ReadyRequest,
  limits: Limits = usual,
): Promise<Exchange> {
  const { method, url, headers, body } = ready;
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  const chunks: Buffer[] = [];
  let status = 0;
  let answered: IncomingHttpHeaders = {};
  let size = 0;
  let cut = false;

  return new Promise((resolve) => {
    const finish = (failure?: string) => {
      clearTimeout(timer);
      outgoing.destroy();
      const bytes = Buffer.concat(chunks);
      resolve({
        request: ready,
        sent: Buffer.concat(sent),
        received: Buffer.concat(received).subarray(0, limits.bytes),
        status,
        headers: answered,
        body: decode(bytes, answered, cut),
        bytes,
        cut,
        ...(failure && { failure }),
      });
    };
    const outgoing = request(url, {
      method,
      headers: body
        ? { ...headers, 'content-length': Buffer.byteLength(body) }
        : headers,
      createConnection: (options) => record(options as NetConnectOpts),
    });
    /** A connection that notes what goes over it. */
    function record(options: NetConnectOpts): Socket {
      const socket = connect(options);
      const write = socket.write.bind(socket) as Socket['write'];
      socket.write = ((chunk: string | Buffer, ...rest: []) => {
        sent.push(Buffer.from(chunk));
        return write(chunk, ...rest);
      }) as Socket['write'];
      socket.on('data', (chunk) => {
        size += chunk.length;
        received.push(chunk);
      });
      return socket;
    }
    const timer = setTimeout(() => finish('TIMEOUT'), limits.milliseconds);
    outgoing.on('response', (response) => {
      status = response.statusCode ?? 0;
      answered = response.headers;
      response.on('data', (chunk) => {
        chunks.push(chunk);
        cut = size > limits.bytes;
        if (cut) finish();
      });
      response.on('end', () => finish());
      response.on('error', ({ code }: NodeJS.ErrnoException) => finish(code));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      finish(error.code ?? error.message),
    );
    outgoing.end(body);
  });
}

function decode(bytes: Buffer, headers: IncomingHttpHeaders, cut: boolean) {
  const type = headers['content-type'] ?? '';
  const page = type.includes('html') ? bytes.toString('latin1', 0, 1024) : '';
  const [, name = 'utf-8'] =
    /charset="?([\w-]+)/i.exec(type) ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(page) ??
    [];
  // As a stream: a character that was cut in two is left out.
  const options = { stream: cut };
  try {
    return new TextDecoder(name).decode(bytes, options);
  } catch {
    return new TextDecoder().decode(bytes, options);
  }
}

/** What one click led to. */
export interface Visit {
  /** The request and those that redirects led to, in order. */
  exchanges: [Exchange, ...Exchange[]];
  last: Exchange;
}

/**
 * Sends a request as a browser does: with cookies, and following at most five
 * redirects. Nothing is sent to an address that does not begin with `base`.
 */
export async function visit(
  ready: ReadyRequest,
  base: string,
  limits: Limits = usual,
  cookies = new Map<string, string>(),
): Promise<Visit> {
  const ask = async (next: ReadyRequest) => {
    if (!next.url.startsWith(base)) return away(next);
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...next.headers, ...(cookie && { cookie }) };
    const exchange = await send({ ...next, headers }, limits);
    for (const line of exchange.headers['set-cookie'] ?? []) {
      const [, name, value = ''] = /^\s*([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name) cookies.set(name, value);
    }
    return { ...exchange, request: next };
  };
  let last = await ask(ready);
  const exchanges: Visit['exchanges'] = [last];
  while (leadsOn(last) && exchanges.length <= maxRedirects) {
    last = await ask(follow(last));
    exchanges.push(last);
  }
  return { exchanges, last };
}

/** Whether an answer has no page, but the address of one. */
export function leadsOn({ status, headers, failure }: Exchange): boolean {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect && headers.location !== undefined && !failure;
}

/**
 * Does one step: unless it asks for a redirect itself, it sees the page that
 * the answer leads to.
 *
 * @param base the exercise's address, with a slash at the end
 * @param kept what earlier steps kept; this step's value is added to it
 * @returns the exchanges in order; the last one is the step's answer
 */
export async function perform(
  step: Step,
  base: string,
  kept: Kept,
  limits: Limits = usual,
): Promise<[...Exchange[], Exchange]> {
  const ready = prepare(step, base, kept);
  const isReady = needs(step).every((name) => kept[name]);
  if (!isReady || !ready.url.startsWith(base)) return [away(ready)];
  const { exchanges, last } = isRedirect(step)
    ? { exchanges: [], last: await send(ready, limits) }
    : await visit(ready, base, limits);
  if (step.keep) kept[step.keep.as] = readKept(step.keep, last);
  return [...exchanges.slice(0, -1), last];
}

/** 307 and 308 keep method and body; all others lead to a page. */
function follow({ request, status, headers }: Exchange): ReadyRequest {
  const next = URL.parse(headers.location ?? '', request.url)?.href ?? '';
  const url = next.replace(/#.*$/, '');
  if (status === 307 || status === 308) return { ...request, url };
  return { method: 'GET', url, headers: {}, body: '' };
}

function away(request: ReadyRequest): Exchange {
  const nothing = Buffer.alloc(0);
  return {
    ...{ request, sent: nothing, received: nothing, status: 0, headers: {} },
    ...{ body: '', bytes: nothing, cut: false, failure: 'AWAY' },
  };
}

/** The value that a step keeps, or '' where the answer does not have it. */
export function readKept(
  keep: NonNullable<Step['keep']>,
  { headers, body }: Exchange,
): string {
  if ('header' in keep) return String(headers[keep.header] ?? '');
  return String(Object(parseJson(body))[keep.field] ?? '');
}

/** The value of a text; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
