import plugin from 'fastify-plugin';

/** Rejects while the database is away; absent where none is needed. */
interface Options {
  check: (() => Promise<void>) | undefined;
}

/**
 * `GET /health` answers while the process lives; `GET /ready` answers 200
 * only while the exercises can do their work, and none has to go elsewhere.
 */
export const health = plugin<Options>(
  async (app, { check }) => {
    app.get('/health', async () => ({ status: 'ok' }));

    let isClosing = false;
    app.addHook('preClose', async () => {
      isClosing = true;
    });
    app.get('/ready', {
      handler: async (_request, reply) => {
        if (isClosing) return reply.code(503).send({ status: 'stopping' });
        await check?.();
        return { status: 'ok' };
      },
      errorHandler: (_error, _request, reply) =>
        reply.code(503).send({ status: 'unavailable', missing: 'database' }),
    });
  },
  { name: 'health' },
);
