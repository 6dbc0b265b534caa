import type { FastifyInstance } from 'fastify';
import { annotate } from './annotate.ts';
import { readSource, sourceFiles } from './files.ts';
import { highlight } from './highlight.ts';

/** A stretch of lines that a link can point at as `#L10-L20`. */
interface Range {
  id: string;
  /** Whether the reader asked for these lines. */
  asked: boolean;
  /** Each line as HTML, with its number. */
  lines: { number: number; html: string }[];
}

/**
 * `/source/` lists the files of the project, `/source/<path>` shows one, and
 * `/raw/<path>` sends it as plain text. What is not on the list is a 404.
 */
export async function sourcePages(app: FastifyInstance) {
  app.get('/source', (_request, reply) => reply.redirect('/source/', 308));
  const folders = Map.groupBy(sourceFiles, (path) =>
    path.split('/').slice(0, -1).join('/'),
  );
  app.get('/source/', async (_request, reply) =>
    reply.view('site/files.ejs', { groups: [...folders].sort() }),
  );

  app.get<{ Params: { '*': string }; Querystring: { lines?: unknown } }>(
    '/source/*',
    async (request, reply) => {
      const path = request.params['*'];
      if (!sourceFiles.includes(path)) return reply.callNotFound();
      const ranges = divide(path, readSource(path), request.query.lines);
      const asked = ranges.find((range) => range.asked);
      return reply.view('site/source.ejs', { path, ranges, asked });
    },
  );

  app.get<{ Params: { '*': string } }>('/raw/*', async (request, reply) => {
    const path = request.params['*'];
    if (!sourceFiles.includes(path)) return reply.callNotFound();
    return reply.type('text/plain; charset=utf-8').send(readSource(path));
  });
}

/**
 * Divides a file where its annotated blocks begin, so that the lessons can
 * link to a block, or around the lines asked for as `10-20`.
 */
function divide(path: string, text: string, asked: unknown): Range[] {
  const lines = highlight(path, text);
  const range = readRange(asked, lines.length);
  const starts = range
    ? [range.first, range.last + 1]
    : annotate(path, text).flatMap(({ code }) =>
        code ? [code.first, code.last + 1] : [],
      );
  const bounds = [...new Set([1, ...starts, lines.length + 1])];

  return bounds.slice(0, -1).map((first, i) => {
    const last = (bounds[i + 1] ?? first) - 1;
    return {
      id: `L${first}-L${last}`,
      asked: first === range?.first,
      lines: lines
        .slice(first - 1, last)
        .map((html, at) => ({ number: first + at, html })),
    };
  });
}

/** Reads `10-20` or `10`; undefined where the file has no such lines. */
function readRange(asked: unknown, length: number) {
  const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(`${asked}`);
  const first = Number(match?.[1] ?? 0);
  const last = Math.min(Number(match?.[2] ?? first), length);
  return first >= 1 && first <= last ? { first, last } : undefined;
}
