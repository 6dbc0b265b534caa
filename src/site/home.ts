import type { FastifyInstance } from 'fastify';
import type { AppConfig } from '../config.ts';
import { course } from '../course.ts';

/**
 * The home page, which lists the course in the lecture's order, and `/ex3`
 * for those who leave out the slash of `/ex3/`.
 */
export function registerHome(app: FastifyInstance, config: AppConfig) {
  const { port, database } = config;
  const topics = { 1: '웹 서버, HTML, 라우팅', 2: 'REST API와 데이터베이스' };
  const days = ([1, 2] as const).map((day) => ({
    day,
    topic: topics[day],
    exercises: course.filter((exercise) => exercise.day === day),
  }));
  app.get('/', async (_request, reply) =>
    reply.view('site/home.ejs', { days, port, database: database.name }),
  );
  for (const { id } of course) {
    app.get(`/${id}`, async (request, reply) => {
      const query = request.url.split('?')[1];
      return reply.redirect(`/${id}/${query ? `?${query}` : ''}`, 308);
    });
  }
}
