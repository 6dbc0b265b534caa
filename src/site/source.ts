import type { FastifyInstance } from 'fastify';
import { annotate } from './annotate.ts';
import { listFiles, readSource } from './files.ts';
import { highlight } from './highlight.ts';

/** A stretch of lines that a link can point at as `#L10-L20`. */
interface Range {
  id: string;
  /** Each line as HTML, with its number. */
  lines: { number: number; html: string }[];
}

/**
 * `/source/` lists the files of the project, `/source/<path>` shows one, and
 * `/raw/<path>` sends it as plain text. What is not on the list is a 404.
 */
export async function sourcePages(app: FastifyInstance) {
  const files = [...listFiles()].sort();

  app.get('/source/', async (_request, reply) =>
    reply.view('site/files.ejs', { files }),
  );

  app.get<{ Params: { '*': string }; Querystring: { lines?: unknown } }>(
    '/source/*',
    async (request, reply) => {
      const path = request.params['*'];
      if (!files.includes(path)) return reply.callNotFound();
      const text = readSource(path);
      const ranges = divide(path, text, `${request.query.lines ?? ''}`);
      return reply.view('site/source.ejs', { path, text, ranges });
    },
  );

  app.get<{ Params: { '*': string } }>('/raw/*', async (request, reply) => {
    const path = request.params['*'];
    if (!files.includes(path)) return reply.callNotFound();
    return reply.type('text/plain; charset=utf-8').send(readSource(path));
  });
}

/**
 * Divides a file where its annotated blocks begin, so that the lessons can
 * link to a block, or around the lines asked for as `10-20`.
 */
function divide(path: string, text: string, asked: string): Range[] {
  const lines = highlight(path, text.replace(/\n$/, ''));
  const [, from, to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(asked) ?? [];
  const starts = from
    ? [Number(from), Number(to) + 1]
    : annotate(path, text).flatMap(({ code }) =>
        code ? [code.first, code.last + 1] : [],
      );
  const bounds = [1, ...starts, lines.length + 1]
    .filter((line) => line >= 1 && line <= lines.length + 1)
    .sort((a, b) => a - b);

  const ranges: Range[] = [];
  for (const [i, first] of bounds.entries()) {
    const next = bounds[i + 1] ?? first;
    if (next === first) continue;
    ranges.push({
      id: `L${first}-L${next - 1}`,
      lines: lines
        .slice(first - 1, next - 1)
        .map((html, at) => ({ number: first + at, html })),
    });
  }
  return ranges;
}
