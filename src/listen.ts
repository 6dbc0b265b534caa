import { once } from 'node:events';
import { createServer, Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { isOwnCall } from './http/own-calls.ts';

/**
 * Listens, for `localhost` on both addresses that this may mean. A close in
 * the midst of traffic breaks no request: see `drain`.
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
) {
  const servers: Server[] = [app.server];
  app.register(drain, { servers });
  const isBoth = host === 'localhost';
  await app.listen({ port, host: isBoth ? '127.0.0.1' : host });
  if (!isBoth) return;

  const other = createServer((socket: Socket) => {
    app.server.emit('connection', socket);
  });
  try {
    await once(other.listen({ port, host: '::1' }), 'listening');
    servers.push(other);
  } catch (error) {
    // Without IPv6, "localhost" can't mean this one.
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw error;
  }
}

/** Milliseconds in which a proxy may see that /ready is 503, and turn away. */
const notice = 200;
/** Milliseconds for those just answered to come again, and be kept waiting. */
const calm = 50;
/** Milliseconds for what is on its way over connections that are open. */
const arrival = 200;

/**
 * On close, lets visitors in for a moment still, then refuses new ones, tells
 * those that are connected to go with their next answer, and waits until all
 * are answered. A connection that looks idle may have a request on its way.
 */
const drain = plugin<{ servers: Server[] }>(
  async (app, { servers }) => {
    let isClosing = false;
    let isOpen = true;
    let held: (() => void)[] | undefined;
    let underWay = 0;
    let allAnswered = () => {};

    app.addHook('onRequest', (request, { raw }, done) => {
      // Whoever calls from this process is counted already.
      if (isOwnCall(request.socket)) {
        if (isClosing) raw.removeHeader('connection');
        return done();
      }
      const begin = () => {
        // Fastify tells all to go as soon as it closes: they would come again.
        if (isClosing && isOpen) raw.removeHeader('connection');
        underWay += 1;
        raw.once('close', () => {
          underWay -= 1;
          if (underWay === 0) allAnswered();
        });
        done();
      };
      if (held) held.push(begin);
      else begin();
    });

    app.addHook('preClose', async () => {
      isClosing = true;
      await sleep(notice);
      // Who has no answer opens no other connection: soon, none is waiting to
      // be accepted, and can be reset by the close.
      held = [];
      await Promise.race([untilAllAnswered(), sleep(notice)]);
      await sleep(calm);
      await untilNoneComes(app.server);
      // Not http's own close, which ends idle connections, too.
      for (const server of servers) Server.prototype.close.call(server);
      isOpen = false;
      for (const begin of held) begin();
      held = undefined;
      await sleep(arrival);
      await untilAllAnswered();
    });

    async function untilAllAnswered() {
      if (underWay === 0) return;
      await new Promise<void>((resolve) => {
        allAnswered = resolve;
      });
    }
  },
  { name: 'drain' },
);

/** Resolves after a turn of the event loop in which nobody connected. */
async function untilNoneComes(server: Server) {
  let isQuiet = false;
  server.on('connection', () => {
    isQuiet = false;
  });
  for (let turn = 0; !isQuiet && turn < 100; turn += 1) {
    isQuiet = true;
    await new Promise(setImmediate);
  }
}
