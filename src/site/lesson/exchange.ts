import { judge } from '../../contract/judge.ts';
import {
  type Exchange,
  type Limits,
  perform,
  send,
} from '../../contract/send.ts';
import { type Kept, type Step, withNeeded } from '../../contract/step.ts';

/** A request as it was sent and its answer as it came, as text. */
export interface Shown {
  /** What was done; nothing where a redirect was followed. */
  title: string;
  request: string;
  response: string;
  /** Whether the answer was longer than what is shown. */
  cut: boolean;
}

/** What was sent, in order, and why it was not all. */
export interface Exchanges {
  done: Shown[];
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

/** A whole run takes less than the page itself may. */
const timeLimit = 4_000;
const maxBytes = 64 * 1024;

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
  const limits = { milliseconds: timeLimit, bytes: maxBytes };
  const exchange = await send({ method, url, headers, body }, limits);
  if (exchange.failure) return { done: [], problem: 'silent' };
  return { done: [show(`${method} ${path}`, exchange)] };
}

/**
 * Runs one step of a contract, and before it those that lead up to it, as
 * long as each of those is answered as it says.
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
  const end = performance.now() + timeLimit;
  const kept: Kept = {};
  const done: Shown[] = [];
  for (const step of steps) {
    const milliseconds = Math.max(1, end - performance.now());
    const limits: Limits = { milliseconds, bytes: maxBytes };
    const exchanges = await perform(step, base, kept, limits);
    let isKept = true;
    for (const [i, exchange] of exchanges.entries()) {
      if (exchange.failure === 'AWAY') return { done, problem: 'stopped' };
      if (exchange.failure) return { done, problem: 'silent' };
      done.push(show(i === 0 ? step.do : '', exchange));
      isKept = judge(step, exchange).length === 0;
    }
    if (!isKept && step !== steps.at(-1)) return { done, problem: 'stopped' };
  }
  return { done };
}

function show(title: string, { sent, received, cut }: Exchange): Shown {
  // As a stream: a character that is cut in two is left out.
  const response = new TextDecoder().decode(received, { stream: true });
  return { title, request: sent.toString(), response, cut };
}
