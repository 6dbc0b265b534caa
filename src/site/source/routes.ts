import type { FastifyInstance } from 'fastify';
import { readSource, sourceFiles } from './files.ts';
import { highlight } from './highlight.ts';

type WithPath = { Params: { '*': string } };

/**
 * `/source/` lists the files of the project, `/source/<path>` shows one, with
 * `?lines=10-20` marked, and `/raw/<path>` sends it as plain text. What is not
 * on the list is a 404.
 */
export async function sourcePages(app: FastifyInstance) {
  app.get('/source', (_request, reply) => reply.redirect('/source/', 308));
  const folders = Map.groupBy(sourceFiles, (path) =>
    path.split('/').slice(0, -1).join('/'),
  );
  app.get('/source/', async (_request, reply) =>
    reply.view('site/files.ejs', { groups: [...folders].sort() }),
  );

  app.get<WithPath & { Querystring: { lines?: unknown } }>(
    '/source/*',
    async (request, reply) => {
      const path = request.params['*'];
      if (!sourceFiles.includes(path)) return reply.callNotFound();
      const lines = highlight(path, readSource(path));
      const asked = readRange(request.query.lines, lines.length);
      return reply.view('site/source.ejs', { path, lines, asked });
    },
  );

  app.get<WithPath>('/raw/*', async (request, reply) => {
    const path = request.params['*'];
    if (!sourceFiles.includes(path)) return reply.callNotFound();
    return reply.type('text/plain; charset=utf-8').send(readSource(path));
  });
}

/** Reads `10-20` or `10`; undefined where the file has no such lines. */
function readRange(asked: unknown, length: number) {
  const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(`${asked}`);
  const first = Number(match?.[1] ?? 0);
  const last = Math.min(Number(match?.[2] ?? first), length);
  return first >= 1 && first <= last ? { first, last } : undefined;
}
