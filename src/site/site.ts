import type { FastifyInstance } from 'fastify';
import type { AppConfig } from '../config.ts';
import { course } from '../course.ts';
import { compressPages } from './compress.ts';
import { exportFiles } from './export.ts';
import { helpPage } from './help.ts';
import { homePage } from './home.ts';
import { lessonPages } from './lesson/routes.ts';
import { sourcePages } from './source/routes.ts';
import { startPage } from './start.ts';

/**
 * The pages around the exercises; and `/ex3` for those who leave out the
 * slash of `/ex3/`.
 */
export async function site(
  app: FastifyInstance,
  { config }: { config: AppConfig },
) {
  const { port, database } = config;
  compressPages(app);
  app.register(homePage, { port, database: database.name });
  app.register(lessonPages, { config });
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
