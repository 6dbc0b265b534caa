import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { course, type Exercise } from '../course.ts';
import { type Exchange, exchange, runStep } from './exchange.ts';
import { buildLesson } from './lesson-page.ts';

interface Options {
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
}

/** The request that a reader puts together on an API's lesson. */
interface Typed {
  method: string;
  /** Below the exercise's `api/`. */
  path: string;
  body: string;
}

type WithId = { Params: { id: string } };

/**
 * `/learn/<id>`: the lesson of an exercise, made from the very files that run,
 * and `/learn/<id>/exchange`, which sends a request to that exercise and shows
 * the two messages byte by byte.
 */
export async function lessonPages(app: FastifyInstance, options: Options) {
  const { port, ownUrl } = options;
  await app.register(formbody);

  app.get<WithId & { Querystring: { file?: unknown } }>(
    '/learn/:id',
    async (request, reply) => {
      const exercise = find(request.params.id);
      const page = exercise && buildLesson(exercise, port, request.query.file);
      if (!page) return reply.callNotFound();
      return reply.view('site/lesson.ejs', { ...page, typed: readTyped({}) });
    },
  );

  app.post<WithId>('/learn/:id/exchange', async (request, reply) => {
    const exercise = find(request.params.id);
    const page = exercise && buildLesson(exercise, port);
    if (!page) return reply.callNotFound();
    const fields = (request.body ?? {}) as Record<string, unknown>;
    const typed = readTyped(fields);
    const base = `${ownUrl}/${exercise.id}/`;
    const exchanges =
      fields.step === undefined
        ? exercise.api && (await sendTyped(typed, base))
        : await runStep(exercise.contract, Number(fields.step), base);
    if (!exchanges || exchanges.length === 0) reply.code(400);
    return reply.view('site/lesson.ejs', {
      ...page,
      exchanges: exchanges || [],
      typed,
    });
  });
}

function find(id: string): Exercise | undefined {
  return course.find((exercise) => exercise.id === id);
}

function readTyped(fields: Record<string, unknown>): Typed {
  const read = (name: string) => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    method: read('method') || 'GET',
    path: read('path').trim() || 'users',
    body: read('body').trim(),
  };
}

/** Sends what the reader typed; undefined where it would leave the API. */
async function sendTyped(
  { method, path, body }: Typed,
  base: string,
): Promise<Exchange[] | undefined> {
  const methods = ['GET', 'POST', 'PUT', 'DELETE'];
  const root = `${base}api/`;
  if (!methods.includes(method) || !URL.canParse(path, root)) return undefined;
  const { href } = new URL(path, root);
  if (!href.startsWith(root)) return undefined;
  const headers: Record<string, string> = {};
  if (body !== '') headers['content-type'] = 'application/json';
  const ready = { method, url: href, headers, body };
  return [await exchange(`${method} ${path}`, ready, new URL(base))];
}
