import { connect } from 'node:net';
import {
  type Kept,
  prepare,
  type ReadyRequest,
  readKept,
  type Step,
} from '../contract.ts';
import { needs } from './requests.ts';

/** A request as it was sent and its answer as it came, as text. */
export interface Exchange {
  title: string;
  request: string;
  response: string;
  /** Whether the answer was longer than what is shown. */
  cut: boolean;
}

/** What was sent, in order, and why it was not all. */
export interface Exchanges {
  done: Exchange[];
  /**
   * The request may not be sent (`refused`), one before it went wrong
   * (`stopped`), or the server does not answer (`silent`).
   */
  problem?: 'refused' | 'stopped' | 'silent';
}

/** The request that a reader puts together on an API's lesson. */
export interface Typed {
  method: string;
  /** Below the exercise's `api/`. */
  path: string;
  body: string;
}

/** An answer longer than this, in bytes, is shown up to here. */
const maxResponse = 64 * 1024;
/** Milliseconds for a whole run: less than the page itself may take. */
const timeLimit = 4_000;

/**
 * Sends what a reader typed, if it stays below the exercise's `api/`.
 *
 * @param base the exercise's address, with a slash at the end
 */
export async function sendTyped(
  { method, path, body }: Typed,
  base: string,
): Promise<Exchanges> {
  const methods = ['GET', 'POST', 'PUT', 'DELETE'];
  const root = `${base}api/`;
  const url = URL.canParse(path, root) ? new URL(path, root).href : '';
  if (!methods.includes(method) || !url.startsWith(root)) {
    return { done: [], problem: 'refused' };
  }
  const headers: Record<string, string> = {};
  if (body !== '') headers['content-type'] = 'application/json';
  const ready = { method, url, headers, body };
  const signal = AbortSignal.timeout(timeLimit);
  const result = await exchange(`${method} ${path}`, ready, signal);
  return result ? { done: [result] } : { done: [], problem: 'silent' };
}

/**
 * Runs one step of a contract, and before it those that lead up to it.
 *
 * @param base the exercise's address, with a slash at the end
 */
export async function runStep(
  contract: Step[],
  index: number,
  base: string,
): Promise<Exchanges> {
  const steps = withNeeded(contract, index);
  if (steps.length === 0) return { done: [], problem: 'refused' };
  const signal = AbortSignal.timeout(timeLimit);
  const kept: Kept = {};
  const done: Exchange[] = [];
  for (const step of steps) {
    const ready = prepareBelow(step, base, kept);
    if (!ready) return { done, problem: 'stopped' };
    const result = await exchange(step.title, ready, signal);
    if (!result) return { done, problem: 'silent' };
    done.push(result);
    if (step.keep) {
      const [head = '', ...rest] = result.response.split('\r\n\r\n');
      const header = (name: string) =>
        new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
      const body = rest.join('\r\n\r\n');
      kept[step.keep.as] = readKept(step.keep, header, body);
    }
  }
  return { done };
}

/**
 * The step's request; undefined where a value that it needs was not kept, or
 * leads away from the exercise, as a `Location` may.
 */
function prepareBelow(step: Step, base: string, kept: Kept) {
  if (needs(step).some((name) => !kept[name])) return undefined;
  try {
    const ready = prepare(step, base, kept);
    return ready.url.startsWith(base) ? ready : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The step at `index`, and where it needs kept values, all steps from the one
 * that keeps the first of them.
 */
function withNeeded(contract: Step[], index: number): Step[] {
  const step = contract[index];
  if (step === undefined) return [];
  const wanted = needs(step);
  const first = contract.findIndex(
    ({ keep }) => keep && wanted.includes(keep.as),
  );
  return first === -1 ? [step] : contract.slice(first, index + 1);
}

/**
 * Sends one request over a socket of its own to the server in its URL, and
 * keeps every byte.
 *
 * @returns undefined when nothing answers before the signal
 */
async function exchange(
  title: string,
  { method, url, headers, body }: ReadyRequest,
  signal: AbortSignal,
): Promise<Exchange | undefined> {
  const { host, hostname, port, pathname, search } = new URL(url);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    'Connection: close',
  ];
  const request = `${lines.join('\r\n')}\r\n\r\n${body}`;
  const address = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 80),
    signal,
  };
  try {
    const bytes = await sendBytes(request, address);
    const shown = bytes.subarray(0, maxResponse);
    // As a stream: a character that is cut in two is left out.
    const response = new TextDecoder().decode(shown, { stream: true });
    return { title, request, response, cut: bytes.length > maxResponse };
  } catch {
    return undefined;
  }
}

/** All bytes that come back, or a few more than can be shown. */
function sendBytes(
  request: string,
  address: { host: string; port: number; signal: AbortSignal },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const socket = connect(address, () => socket.write(request));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxResponse) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}
