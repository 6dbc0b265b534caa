import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppConfig } from '../../config.ts';
import { course } from '../../course.ts';
import { readMessage } from './messages.ts';
import { buildLesson } from './page.ts';
import { type Ran, runOnCopy, type Typed, warmUp } from './scratch.ts';

interface Asked {
  /** The file to read. */
  file?: unknown;
  /** The number of the step to run, from 1. */
  step?: unknown;
}

type WithId = { Params: { id: string } };
const nothingTyped: Typed = { method: 'GET', path: 'users', body: '' };

/**
 * `/learn/<id>`: the lesson of an exercise, made from the very files that run.
 * With `?step=4` it runs that step on a copy of the exercise, and shows what
 * went over the wire and which lines ran. `/learn/<id>/exchange` does so with
 * a request that a reader typed.
 */
export async function lessonPages(
  app: FastifyInstance,
  { config }: { config: AppConfig },
) {
  await app.register(formbody);

  app.get<WithId & { Querystring: Asked }>(
    '/learn/:id',
    async (request, reply) => {
      const { id } = request.params;
      const { file, step } = request.query;
      const contract = course.find((one) => one.id === id)?.contract ?? [];
      const at = /^\d{1,3}$/.test(`${step}`) ? Number(step) - 1 : -1;
      if (step !== undefined && !contract[at]) return reply.callNotFound();
      if (!step) warmUp();
      const ran = step
        ? await runOnCopy({ config, id, wanted: at })
        : undefined;
      return sendLesson(reply, id, { file, at, ran });
    },
  );

  app.post<WithId>('/learn/:id/exchange', async (request, reply) => {
    const { id } = request.params;
    const typed = readTyped(request.body);
    if (!course.find((one) => one.id === id)?.api) return reply.callNotFound();
    if (!mayBeSent(typed)) reply.code(400);
    const ran = mayBeSent(typed)
      ? await runOnCopy({ config, id, wanted: typed })
      : undefined;
    return sendLesson(reply, id, { typed, ran });
  });

  interface Shown {
    file?: unknown;
    at?: number;
    ran?: Ran;
    typed?: Typed;
  }
  function sendLesson(reply: FastifyReply, id: string, shown: Shown) {
    const { file, at, ran, typed } = shown;
    const exercise = course.find((one) => one.id === id);
    const page = exercise && buildLesson(exercise, config.port, file, ran);
    if (!page) return reply.callNotFound();
    const exchanges = ran?.exchanges.map((one) => ({
      ...one,
      request: readMessage(one.request),
      response: readMessage(one.response),
    }));
    const run = exchanges && { at, exchanges, lines: ran?.lines };
    const isRefused = typed && !ran;
    const view = { ...page, run, isRefused, typed: typed ?? nothingTyped };
    return reply.view('site/lesson.ejs', view);
  }
}

function readTyped(body: unknown): Typed {
  const fields = (body ?? {}) as Record<string, unknown>;
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

/** Whether it is a request to something below `api/`, and nowhere else. */
function mayBeSent({ method, path }: Typed): boolean {
  const root = 'http://x/api/';
  const url = URL.parse(path, root)?.href ?? '';
  const methods = ['GET', 'POST', 'PUT', 'DELETE'];
  return methods.includes(method) && url.startsWith(root);
}
