import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyError } from 'fastify';
import plugin from 'fastify-plugin';
import { projectRoot } from '../config.ts';

/**
 * Serves the files of `public/`. The plugin forbids (403) paths such as
 * `/public/..%5c`; here they are as unknown as any other.
 */
export const publicFiles = plugin<{ cache: boolean }>(
  async (app, { cache }) => {
    app.setErrorHandler(async (error: FastifyError, _request, reply) => {
      if (error.code !== 'FST_STATIC_FORBIDDEN_PATH') throw error;
      return reply.callNotFound();
    });
    app.register(fastifyStatic, {
      root: join(projectRoot, 'public'),
      prefix: '/public/',
      maxAge: cache ? '1h' : 0,
    });
  },
  // Its error handler is for its own paths.
  { name: 'public-files', encapsulate: true },
);
