import { join } from 'node:path';
import fastifyView from '@fastify/view';
import ejs from 'ejs';
import type { FastifyInstance } from 'fastify';
import { projectRoot } from '../config.ts';

/**
 * Gives every reply `view(file, data)`: EJS files of `views/`, in which the
 * data is called `data` (`<%= data.name %>`) and is escaped.
 *
 * @param cache compile each file once, so that a render reads no file
 */
export function registerViews(app: FastifyInstance, cache: boolean) {
  const root = join(projectRoot, 'views');
  app.register(fastifyView, {
    engine: { ejs },
    root,
    production: cache,
    // Without `root` and `cache`, EJS reads every include from disk again;
    // without `localsName` and `strict`, it renders three times as slowly.
    options: { root, cache, localsName: 'data', strict: true, _with: false },
  });
}
