import createError from '@fastify/error';
import type { FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';

const NoAnswer = createError('NO_ANSWER', 'no answer in time', 503);

/**
 * Answers 503 for a handler that does not answer in `milliseconds`; that they
 * are over is seen a fifth later at most.
 *
 * Fastify's own `handlerTimeout` makes a timer and an AbortController for each
 * request, a fifth of what a small answer costs, and it forgets the limit of
 * every request whose body was read.
 *
 * @see https://github.com/fastify/fastify/pull/6725 which mends the latter
 */
export const timeLimit = plugin<{ milliseconds: number }>(
  async (app, { milliseconds }) => {
    // In the order in which they started: behind one in time, all are.
    const underWay = new Map<FastifyReply, number>();
    app.addHook('preHandler', (_request, reply, done) => {
      underWay.set(reply, performance.now());
      done();
    });
    app.addHook('onResponse', (_request, reply, done) => {
      underWay.delete(reply);
      done();
    });

    const timer = setInterval(() => {
      for (const [reply, start] of underWay) {
        if (performance.now() - start < milliseconds) break;
        underWay.delete(reply);
        // A long download is no late answer, and a visitor may have left.
        if (reply.raw.headersSent || reply.raw.destroyed) continue;
        reply.send(new NoAnswer());
      }
    }, milliseconds / 5);
    timer.unref();
    app.addHook('onClose', async () => clearInterval(timer));
  },
  { name: 'time-limit' },
);
