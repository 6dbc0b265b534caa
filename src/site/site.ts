import type { FastifyInstance } from 'fastify';
import { course } from '../course.ts';
import { compressPages } from './compress.ts';
import { exportFiles } from './export.ts';
import { helpPage } from './help.ts';
import { homePage } from './home.ts';
import { lessonPages } from './lesson/routes.ts';
import { sourcePages } from './source/routes.ts';
import { startPage } from './start.ts';

interface Options {
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
  /** The name of this course's database. */
  database: string;
}

/**
 * The pages around the exercises; and `/ex3` for those who leave out the
 * slash of `/ex3/`.
 */
export async function site(app: FastifyInstance, options: Options) {
  const { port, ownUrl, database } = options;
  compressPages(app);
  app.register(homePage, { port, database });
  app.register(lessonPages, { port, ownUrl });
  app.register(sourcePages);
  app.register(exportFiles, { port });
  app.register(helpPage, { port });
  app.register(startPage, { port });

  for (const { id } of course) {
    app.get(`/${id}`, async (request, reply) => {
      const query = /\?.*/.exec(request.url)?.[0] ?? '';
      return reply.redirect(`/${id}/${query}`, 308);
    });
  }
}
