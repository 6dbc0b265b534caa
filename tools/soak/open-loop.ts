import { connect } from 'node:net';

/** What came of the requests that were sent. */
export interface Outcome {
  /** Milliseconds from sending to the whole answer, by status, ascending. */
  times: Map<number, number[]>;
  /** Requests that came due while all connections were waiting. */
  unsent: number;
  /** Connections that ended without a whole answer. */
  reset: number;
  seconds: number;
}

/**
 * Sends GET requests at a steady rate, whether or not those before are
 * answered, each on whichever of its connections is free.
 *
 * @param rate requests a second
 */
export async function openLoop(
  port: number,
  path: string,
  { rate, seconds, connections = 200 }: Record<string, number>,
): Promise<Outcome> {
  const request = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
  const times = new Map<number, number[]>();
  const free: (() => void)[] = [];
  const sockets = Array.from({ length: connections as number }, open);
  let reset = 0;
  let unsent = 0;
  let isOver = false;

  function open() {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    let start = 0;
    let left = 0;
    let status = 0;
    const send = () => {
      start = performance.now();
      socket.write(request);
    };
    free.push(send);
    socket.on('data', (bytes) => {
      if (left === 0) {
        const text = bytes.toString('latin1', 0, 2048);
        const head = text.indexOf('\r\n\r\n') + 4;
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
        status = Number(text.slice(9, 12));
        left = head + length;
      }
      left -= bytes.length;
      if (left > 0) return;
      left = 0;
      if (!times.has(status)) times.set(status, []);
      times.get(status)?.push(performance.now() - start);
      free.push(send);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!isOver) reset += 1;
    });
    return socket;
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  const begin = performance.now();
  let due = 0;
  while (performance.now() - begin < (seconds as number) * 1000) {
    const now = ((performance.now() - begin) / 1000) * (rate as number);
    for (; due < now; due += 1) {
      const send = free.shift();
      if (send) send();
      else unsent += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const spent = (performance.now() - begin) / 1000;
  isOver = true;
  for (const socket of sockets) socket.destroy();
  for (const list of times.values()) list.sort((a, b) => a - b);
  return { times, unsent, reset, seconds: spent };
}
