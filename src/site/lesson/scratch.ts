import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import createError from '@fastify/error';
import type { AppConfig } from '../../config.ts';
import type { ReadyRequest } from '../../contract/step.ts';
import type { Message } from './messages.ts';

/** A request to be tried on a copy of an exercise. */
export interface Wish {
  config: AppConfig;
  id: string;
  /** A step of its contract, by number, or what a reader typed. */
  wanted: number | Typed;
}

/** The request that a reader puts together; its path is below `api/`. */
export type Typed = Pick<ReadyRequest, 'method' | 'body'> & { path: string };

/** The numbers of lines, by file. */
export type Lines = Record<string, number[]>;

/** What was sent and came back, in order, and the lines that the last ran. */
export interface Ran {
  exchanges: Shown[];
  lines: Lines;
}

/** A request as it was sent and its answer as it came. */
export interface Shown {
  /** What was done; nothing where a redirect was followed. */
  title: string;
  request: Message;
  response: Message;
  /** Whether the answer was longer than what is shown. */
  cut: boolean;
}

const mostWaiting = 8;
/** Milliseconds for a run, and for the first to wait until it can begin. */
const timeLimit = 10_000;
const idleLimit = 60_000;

const Busy = createError('SCRATCH_BUSY', 'the scratch copy is busy', 503);

let worker: Worker | undefined;
let loaded: Promise<unknown> = Promise.resolve();
let idle: NodeJS.Timeout | undefined;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a request on a copy of the course with a database of its own, which is
 * thrown away, in one thread for all ports; one run after the other.
 *
 * @throws 503 if too many wait, or it does not end.
 */
export function runOnCopy(wish: Wish): Promise<Ran> {
  if (waiting >= mostWaiting) throw new Busy();
  waiting += 1;
  const run = last.then(() => ask(wish));
  last = run
    .catch(() => {})
    .finally(() => {
      waiting -= 1;
    });
  return run;
}

/** Loads the course in that thread, for a reader who may soon run a step. */
export function warmUp(): Worker {
  worker ??= startWorker();
  clearTimeout(idle);
  idle = setTimeout(end, idleLimit).unref();
  return worker;
}

function startWorker(): Worker {
  const started = new Worker(new URL('./scratch-worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 },
  });
  // Who waits for an answer hears of it, too; unheard, it would end the server.
  started.on('error', () => {
    if (worker === started) worker = undefined;
  });
  loaded = once(started, 'message');
  loaded.catch(() => {});
  started.unref();
  return started;
}

async function ask(wish: Wish): Promise<Ran> {
  const asked = warmUp();
  // On a slow machine it goes on loading, and the next run finds it there.
  const late = once(AbortSignal.timeout(timeLimit), 'abort');
  const isLate = await Promise.race([loaded.then(() => false), late]).catch(
    (cause) => {
      throw new Busy({ cause });
    },
  );
  if (isLate) throw new Busy();
  asked.postMessage(wish);
  try {
    const signal = AbortSignal.timeout(timeLimit);
    const [ran] = await once(asked, 'message', { signal });
    if (ran instanceof Error) throw ran;
    return ran;
  } catch (cause) {
    await end();
    throw new Busy({ cause });
  }
}

async function end() {
  const ended = worker;
  worker = undefined;
  await ended?.terminate();
}
