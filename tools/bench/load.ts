import { once } from 'node:events';
import { connect } from 'node:net';

const host = '127.0.0.1';
const connections = 32;

/** What one request brought. */
export interface Answer {
  headers: Record<string, string>;
  body: string;
  /** Bytes on the wire, status line and headers included. */
  size: number;
}

/**
 * Sends one GET request.
 *
 * @throws Error when the answer is not a 200 with a content-length
 */
export async function ask(port: number, path: string): Promise<Answer> {
  const socket = connect(port, host);
  socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
  socket.write(requestFor(port, path));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    const head = received.toString().split('\r\n\r\n', 1)[0] ?? '';
    const [status = '', ...lines] = head.split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => {
        const [name = '', value = ''] = line.split(': ');
        return [name.toLowerCase(), value];
      }),
    );
    const length = Number(headers['content-length']);
    if (!status.includes(' 200 ') || Number.isNaN(length)) {
      throw new Error(`GET ${path} on port ${port}: ${head}`);
    }
    const size = Buffer.byteLength(head) + 4 + length;
    if (received.length < size) continue;
    const body = received.toString('utf8', size - length);
    return { headers, body, size };
  }
  throw new Error(`GET ${path} on port ${port}: no whole answer`);
}

/**
 * Sends GET requests over kept-alive connections, each as soon as the one
 * before is answered. To cost less than any server it measures, it does not
 * parse answers: all of one path are of one size.
 *
 * @param size bytes of an answer, as `ask` found them
 * @param milliseconds no request is sent later
 * @throws Error at the first answer of another size
 */
export async function load(
  port: number,
  path: string,
  size: number,
  milliseconds: number,
) {
  const request = requestFor(port, path);
  const buffer = Buffer.alloc(64 * 1024);
  let answers = 0;
  let start = 0;
  let end = 0;

  const sockets = Array.from({ length: connections }, () => {
    let received = 0;
    const callback = (bytes: number) => {
      received += bytes;
      if (received > size) socket.destroy(new Error(`not ${size} bytes`));
      if (received !== size) return true;
      received = 0;
      answers += 1;
      end = performance.now();
      if (end - start < milliseconds) socket.write(request);
      else socket.end();
      return true;
    };
    const socket = connect({ port, host, onread: { buffer, callback } });
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));

  let closed = false;
  const allClosed = sockets.map((socket) => once(socket, 'close'));
  start = performance.now();
  for (const socket of sockets) socket.write(request);
  // Never sleeps: to wake it would cost the slower server more than the fast
  // one, whose next answer is always there already.
  const stayAwake = () => void (closed || setImmediate(stayAwake));
  stayAwake();
  await Promise.all(allClosed).finally(() => {
    closed = true;
  });
  return { answers, seconds: (end - start) / 1000 };
}

function requestFor(port: number, path: string) {
  return `GET ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\n\r\n`;
}
