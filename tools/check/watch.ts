import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { get, newBrowser } from './browser.ts';
import { listens } from './transport.ts';

/**
 * Checks again after each restart of a server, until Ctrl-C.
 *
 * @param find gives the server's address, once there is one
 */
export async function watch(
  find: () => Promise<string | undefined>,
  check: () => Promise<void>,
): Promise<never> {
  let base = await find();
  for (;;) {
    console.error('\n서버를 다시 실행하면 다시 검사합니다. 종료: Ctrl+C');
    if (base) await untilRestarted(base);
    while (!base) {
      await wait(500);
      base = await find();
    }
    await check();
  }
}

/**
 * Holds a connection and sends nothing over it: that breaks with the process
 * even where a reloader keeps the port open. A server that can serve only one
 * connection at a time is looked at now and then instead.
 */
async function untilRestarted(base: string): Promise<void> {
  const { hostname, port } = new URL(base);
  const isThere = () => listens(hostname, Number(port || 80));
  let isSlow = false;
  for (let isTimedOut = true; isTimedOut && !isSlow; ) {
    const socket = connect(Number(port || 80), hostname.replace(/[[\]]/g, ''));
    // What is said without a question is that the server will not wait.
    isTimedOut = false;
    socket.on('data', () => {
      isTimedOut = true;
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    const { last } = await get(newBrowser(base), base);
    isSlow = last.failure === 'TIMEOUT';
    if (isSlow) socket.destroy();
    await closed;
  }
  while (isSlow && (await isThere())) await wait(200);
  while (!(await isThere())) await wait(200);
}
