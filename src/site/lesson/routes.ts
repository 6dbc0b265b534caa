import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { course } from '../../course.ts';
import type { Exercise } from '../../exercise.ts';
import { type Exchanges, runStep, sendTyped, type Typed } from './exchange.ts';
import { buildLesson } from './page.ts';

interface Options {
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
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
    let exchanges: Exchanges = { done: [], problem: 'refused' };
    if (fields.step !== undefined) {
      exchanges = await runStep(exercise.contract, Number(fields.step), base);
    } else if (exercise.api) {
      exchanges = await sendTyped(typed, base);
    }
    if (exchanges.problem) {
      reply.code(exchanges.problem === 'refused' ? 400 : 502);
    }
    return reply.view('site/lesson.ejs', { ...page, exchanges, typed });
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
