import type { FastifyInstance } from 'fastify';
import { course } from '../course.ts';
import { compressPages } from './compress.ts';
import { exportFiles } from './export.ts';
import { helpPage } from './help.ts';
import { lessonPages } from './lesson/routes.ts';
import { readWords } from './lesson/words.ts';
import { sourcePages } from './source/routes.ts';

interface Options {
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
  /** The name of this course's database. */
  database: string;
}

/**
 * The pages around the exercises: home, lessons, sources; and `/ex3` for those
 * who leave out the slash of `/ex3/`.
 */
export async function site(app: FastifyInstance, options: Options) {
  const { port, ownUrl, database } = options;
  compressPages(app);
  app.register(lessonPages, { port, ownUrl });
  app.register(sourcePages);
  app.register(exportFiles, { port });
  app.register(helpPage, { port });

  const topics = {
    1: '웹 서버, HTML, 라우팅',
    2: 'REST API, MySQL, 도커, 설계',
  };
  app.get('/', async (_request, reply) => {
    const days = ([1, 2] as const).map((day) => ({
      day,
      topic: topics[day],
      exercises: course
        .filter((exercise) => exercise.day === day)
        .map((exercise) => ({ ...exercise, ...readWords(exercise) })),
    }));
    return reply.view('site/home.ejs', { days, port, database });
  });

  for (const { id } of course) {
    app.get(`/${id}`, async (request, reply) => {
      const query = /\?.*/.exec(request.url)?.[0] ?? '';
      return reply.redirect(`/${id}/${query}`, 308);
    });
  }
}
