import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Answers 503 for a handler that does not answer in time.
 *
 * Fastify's own `handlerTimeout` makes a timer and an AbortController for each
 * request, a fifth of what a small answer costs, and it forgets the limit of
 * every request whose body was read.
 *
 * @param milliseconds the limit; that it is over is seen a fifth later at most
 */
export function limitTime(app: FastifyInstance, milliseconds: number) {
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
      const error = new Error('no answer in time');
      const headers = { 'retry-after': '2' };
      reply.send(Object.assign(error, { statusCode: 503, headers }));
    }
  }, milliseconds / 5);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}
