import formbody from '@fastify/formbody';
import type { FastifyError, FastifyInstance } from 'fastify';
import { createClient, type Entries } from './client.ts';

interface Options {
  apiUrl: string;
}

type WithId = { Params: { id: string } };

/**
 * ex4-2: 프론트 서버와 API 서버를 나눈다.
 *
 * 이 서버는 사용자를 저장하지 않는다. 브라우저의 요청을 받을 때마다 API 서버에
 * HTTP로 물어보고, 받은 JSON을 HTML로 바꾸어 보낸다.
 */
export async function routes(app: FastifyInstance, { apiUrl }: Options) {
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // API를 부르는 코드는 client.ts에 있다. 여기서는 무엇을 부를지만 정한다.
  const api = createClient(apiUrl);
  const base = app.prefix;
  const views = 'ex4-2-front';

  // 목록. 한 쪽에 100명씩이고, 더 있으면 API가 알려 준 값으로 다음 쪽을 잇는다.
  app.get<{ Querystring: { after?: string } }>('/', async (request, reply) => {
    const { users, next } = await api.listUsers(request.query.after);
    return reply.view(`${views}/list.ejs`, { base, users, next });
  });

  app.get('/new', async (_request, reply) => {
    const page = { base, id: undefined, entries: { name: '', age: '' } };
    return reply.view(`${views}/form.ejs`, { ...page, mistakes: [] });
  });

  // 입력이 옳은지는 API만 판단한다. 프론트는 거절당한 까닭을 칸 옆에 보여 준다.
  app.post('/new', async (request, reply) => {
    const entries = readEntries(request.body);
    const { mistakes } = await api.addUser(entries);
    if (mistakes.length === 0) return reply.redirect(base, 303);
    reply.code(400);
    const page = { base, id: undefined, entries, mistakes };
    return reply.view(`${views}/form.ejs`, page);
  });

  app.get<WithId>('/:id(^\\d+$)/edit', async (request, reply) => {
    const user = await api.findUser(request.params.id);
    if (user === undefined) return reply.callNotFound();
    const entries = { name: user.name ?? '', age: `${user.age ?? ''}` };
    const page = { base, id: user.id, entries, mistakes: [] };
    return reply.view(`${views}/form.ejs`, page);
  });

  app.post<WithId>('/:id(^\\d+$)/edit', async (request, reply) => {
    const { id } = request.params;
    const entries = readEntries(request.body);
    const saved = await api.changeUser(id, entries);
    if (saved === undefined) return reply.callNotFound();
    if (saved.mistakes.length === 0) return reply.redirect(base, 303);
    reply.code(400);
    const page = { base, id, entries, mistakes: saved.mistakes };
    return reply.view(`${views}/form.ejs`, page);
  });

  // 링크를 여는 것(GET)만으로 지워지면 안 된다. 먼저 묻고, 폼(POST)으로 지운다.
  app.get<WithId>('/:id(^\\d+$)/delete', async (request, reply) => {
    const user = await api.findUser(request.params.id);
    if (user === undefined) return reply.callNotFound();
    return reply.view(`${views}/delete.ejs`, { base, user });
  });

  app.post<WithId>('/:id(^\\d+$)/delete', async (request, reply) => {
    const removed = await api.removeUser(request.params.id);
    return removed ? reply.redirect(base, 303) : reply.callNotFound();
  });

  // API 서버가 대답하지 않으면(502) 어떻게 켜는지 알려 주는 페이지를 보인다.
  // 다른 오류는 다시 던져서 사이트의 오류 페이지에 맡긴다.
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    if (error.statusCode !== 502) throw error;
    const { port } = new URL(apiUrl);
    reply.code(502);
    return reply.view(`${views}/away.ejs`, { base, apiUrl, port });
  });
}

/** 폼에 적힌 두 칸을 읽는다. 빠졌거나 두 번 온 칸은 빈칸이다. */
function readEntries(body: unknown): Entries {
  const { name, age } = (body ?? {}) as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : '',
    age: typeof age === 'string' ? age.trim() : '',
  };
}
