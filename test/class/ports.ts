import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** The first of so many ports that are free, and so are the internal ones. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    // Below the ports that systems give to those who ask for any.
    const first = randomInt(20_000, 22_700 - count);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const all = ports.flatMap((port) => [port, port + 10_000]);
    const tried = await Promise.allSettled(
      all.map(async (port) => (await listen(createTcpServer(), port)).close()),
    );
    if (tried.every(({ status }) => status === 'fulfilled')) return first;
  }
}

/** A server of a student's own, until the test ends. */
export async function serveOn(port: number, listener: RequestListener) {
  const server = await listen(createServer(listener), port);
  onTestFinished(() => {
    server.close();
  });
}

/** Something that takes connections and never says a word. */
export async function hangOn(port: number) {
  const server = await listen(
    createTcpServer((socket) => {
      onClose.push(() => socket.destroy());
    }),
    port,
  );
  const onClose: (() => void)[] = [];
  onTestFinished(() => {
    server.close();
    for (const close of onClose) close();
  });
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
