import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Asked } from './arguments.ts';
import { get, newBrowser } from './browser/browser.ts';
import { listens, whereOf } from './network.ts';
import { isProblem } from './problem.ts';
import { findServer } from './target.ts';

/** Checks again after each restart of a server, until Ctrl-C. */
export async function watch(
  { bases, id }: Asked,
  port: number,
  check: () => Promise<void>,
): Promise<never> {
  for (let base = await findServer(bases, id, port); ; ) {
    console.error('\n서버를 다시 실행하면 다시 검사합니다. 종료: Ctrl+C');
    if (!isProblem(base)) await untilRestarted(new URL(base));
    while (isProblem(base)) {
      await wait(500);
      base = await findServer(bases, id, port);
    }
    await check();
  }
}

/**
 * Holds a connection and sends nothing over it: that breaks with the process
 * even where a reloader keeps the port open. A server that can serve only one
 * connection at a time is looked at now and then instead.
 */
async function untilRestarted(url: URL): Promise<void> {
  let isAsked = true;
  while (isAsked && (await listens(url))) {
    isAsked = false;
    const socket = connect(whereOf(url)).on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // What is said without a question is that the server will not wait.
    socket.on('data', () => {
      isAsked = true;
    });
    const { last } = await get(newBrowser(url.href), url.href);
    const isBusy = last.failure === 'TIMEOUT';
    if (isBusy) socket.destroy();
    await closed;
    while (isBusy && (await listens(url))) await wait(200);
  }
  while (!(await listens(url))) await wait(200);
}
