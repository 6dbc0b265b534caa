import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { searchIn } from './search.ts';
import { troubles } from './troubles.ts';

/** `/help`: the error clinic, all of it or what explains a pasted text. */
export async function helpPage(
  app: FastifyInstance,
  options: { port: number },
) {
  const all = troubles(options.port);
  // Made at the first search: forty ports start at once.
  let search: ReturnType<typeof searchIn> | undefined;
  // A long log is posted: an address has no room for it.
  await app.register(formbody);
  app.route<{ Querystring: { q?: unknown }; Body?: { q?: unknown } }>({
    method: ['GET', 'POST'],
    url: '/help',
    handler: async (request, reply) => {
      const { q } = request.body ?? request.query;
      const query = typeof q === 'string' ? q.trim() : '';
      if (query) search ??= searchIn(all);
      const found = search && query ? search(query) : all;
      const topics = Map.groupBy(found, ({ topic }) => topic);
      return reply.view('site/help.ejs', { query, topics });
    },
  });
}
