import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppConfig } from '../../config.ts';
import { course } from '../../course.ts';
import type { Exercise } from '../../exercise.ts';
import { buildLesson } from './page.ts';
import { type Ran, runOnCopy, type Typed, warmUp } from './scratch.ts';

type WithId = { Params: { id: string } };

/** The file to read, and the number of the step to run, from 1. */
type Asked = { Querystring: { file?: unknown; step?: unknown } };

const text = { type: 'string' };
const fields = { method: text, path: text, body: text };
const form = { type: 'object', properties: fields };

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
  const find = (id: string) => course.find((one) => one.id === id);

  app.get<WithId & Asked>('/learn/:id', async (request, reply) => {
    const { id } = request.params;
    const { file, step } = request.query;
    const exercise = find(id);
    if (step === undefined) {
      warmUp();
      return sendLesson(reply, exercise, { file });
    }
    const at = /^\d{1,3}$/.test(`${step}`) ? Number(step) - 1 : -1;
    if (!exercise?.contract[at]) return reply.callNotFound();
    const ran = await runOnCopy({ config, id, wanted: at });
    return sendLesson(reply, exercise, { file, run: { at, ...ran } });
  });

  app.post<WithId & { Body: Partial<Typed> }>(
    '/learn/:id/exchange',
    { schema: { body: form } },
    async (request, reply) => {
      const { id } = request.params;
      const exercise = find(id);
      if (!exercise?.api) return reply.callNotFound();
      const { method = 'GET', path = '', body = '' } = request.body;
      const typed = {
        method,
        path: path.trim() || 'users',
        body: body.trim(),
      };
      if (!mayBeSent(typed)) {
        reply.code(400);
        return sendLesson(reply, exercise, { typed, isRefused: true });
      }
      const run = await runOnCopy({ config, id, wanted: typed });
      return sendLesson(reply, exercise, { typed, run });
    },
  );

  function sendLesson(
    reply: FastifyReply,
    exercise: Exercise | undefined,
    shown: {
      file?: unknown;
      run?: Ran & { at?: number };
      typed?: Typed;
      isRefused?: true;
    },
  ) {
    const { file, run } = shown;
    const page =
      exercise && buildLesson(exercise, config.port, file, run?.lines);
    if (!page) return reply.callNotFound();
    return reply.view('site/lesson.ejs', { ...page, ...shown });
  }
}

/** Whether it is a request to something below `api/`, and nowhere else. */
function mayBeSent({ method, path }: Typed): boolean {
  const root = 'http://x/api/';
  const url = URL.parse(path, root)?.href ?? '';
  const methods = ['GET', 'POST', 'PUT', 'DELETE'];
  return methods.includes(method) && url.startsWith(root);
}
