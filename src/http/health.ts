import plugin from 'fastify-plugin';

/** Rejects while the database is away; absent where none is needed. */
interface Options {
  check: (() => Promise<void>) | undefined;
}

/**
 * `GET /health` answers while the process lives; `GET /ready` answers 200
 * only while the exercises can do their work.
 */
export const health = plugin<Options>(
  async (app, { check }) => {
    app.get('/health', async () => ({ status: 'ok' }));

    app.get('/ready', {
      handler: async () => {
        await check?.();
        return { status: 'ok' };
      },
      errorHandler: (_error, _request, reply) =>
        reply.code(503).send({ status: 'unavailable', missing: 'database' }),
    });
  },
  { name: 'health' },
);
