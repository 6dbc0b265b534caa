import type { FastifyInstance } from 'fastify';

/**
 * `GET /health` answers while the process lives; `GET /ready` answers 200
 * only while the exercises can do their work.
 *
 * @param check rejects while the database is away; absent where no exercise
 *   needs one
 */
export function registerHealth(
  app: FastifyInstance,
  check: (() => Promise<void>) | undefined,
) {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    try {
      await check?.();
      return { status: 'ok' };
    } catch {
      reply.code(503).header('retry-after', '2');
      return { status: 'unavailable', missing: 'database' };
    }
  });
}
