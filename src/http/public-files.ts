import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance } from 'fastify';
import { projectRoot } from '../config.ts';

/**
 * Serves the files of `public/`. The plugin forbids (403) paths such as
 * `/public/..%5c`; here they are as unknown as any other.
 */
export function registerPublicFiles(app: FastifyInstance, cache: boolean) {
  app.register(async (files) => {
    files.setErrorHandler(async (error: FastifyError, _request, reply) => {
      if (error.code !== 'FST_STATIC_FORBIDDEN_PATH') throw error;
      return reply.callNotFound();
    });
    files.register(fastifyStatic, {
      root: join(projectRoot, 'public'),
      prefix: '/public/',
      maxAge: cache ? '1h' : 0,
    });
  });
}
