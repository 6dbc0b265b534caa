import type { FastifyInstance } from 'fastify';
import { course } from '../course.ts';
import { troubles } from './clinic.ts';

/** `/help`: the error clinic, all of it or what `?q=` finds. */
export async function helpPage(
  app: FastifyInstance,
  options: { port: number },
) {
  const ids = course.map(({ id }) => id);
  const all = troubles(options.port).map((trouble) => ({
    ...trouble,
    lessons: trouble.exercises.filter((id) => ids.includes(id)),
  }));
  app.get<{ Querystring: { q?: unknown } }>('/help', async (request, reply) => {
    const { q } = request.query;
    const query = typeof q === 'string' ? q.trim() : '';
    const words = query.toLowerCase().split(/\s+/);
    const found = all.filter((trouble) => {
      const text = Object.values(trouble).join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const topics = Map.groupBy(found, ({ topic }) => topic);
    return reply.view('site/help.ejs', { query, topics });
  });
}
