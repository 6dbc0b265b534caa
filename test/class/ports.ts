import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { listen } from '../support.ts';

/** The first of so many ports that are free, and so are the internal ones. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    // Below the ports that systems give to those who ask for any.
    const first = randomInt(20_000, 22_700 - count);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const tried = await Promise.allSettled(
      ports
        .flatMap((port) => [port, port + 10_000])
        .map(async (port) => {
          const server = createServer();
          await listen(server, port);
          server.close();
        }),
    );
    if (tried.every(({ status }) => status === 'fulfilled')) return first;
  }
}

/** Something that takes connections and never says a word. */
export async function hangOn(port: number) {
  await listen(createServer(), port);
}
