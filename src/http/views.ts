import { join } from 'node:path';
import fastifyView from '@fastify/view';
import ejs from 'ejs';
import plugin from 'fastify-plugin';
import { projectRoot } from '../config.ts';

/**
 * Gives every reply `view(file, data)`: EJS files of `views/`, in which the
 * data is called `data` (`<%= data.name %>`) and is escaped. With `cache`,
 * each file is compiled once, so that a render reads no file.
 */
export const views = plugin<{ cache: boolean }>(
  async (app, { cache }) => {
    const root = join(projectRoot, 'views');
    app.register(fastifyView, {
      engine: { ejs },
      root,
      production: cache,
      // Without `root` and `cache`, EJS reads every include from disk again;
      // without `localsName` and `strict`, it renders three times as slowly.
      options: { root, cache, localsName: 'data', strict: true, _with: false },
    });
  },
  { name: 'views' },
);
