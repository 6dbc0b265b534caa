import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { createClient, readEntries } from './client.ts';
import { explain, type failure } from './trouble.ts';

type WithId = { Params: { id: string } };

/**
 * 화면을 맡은 프론트 서버가 API 서버를 HTTP로 호출합니다.
 *
 * 화면을 맡은 프론트 서버와 데이터를 맡은 API 서버를 나눕니다. 프론트는
 * 데이터를 저장하거나 검사하지 않고, 브라우저의 요청을 받을 때마다 API를
 * 호출하여 받은 JSON을 HTML로 바꾸어 보냅니다.
 */
export async function routes(
  app: FastifyInstance,
  { apiUrl }: { apiUrl: string },
) {
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // API를 호출하는 코드는 client.ts에 있다. 여기서는 무엇을 호출할지만 정한다.
  const api = createClient(apiUrl);
  const base = app.prefix || '/';
  const form = 'ex4-2-front/form.ejs';

  // 목록. 한 쪽에 100명씩이고, 더 있으면 다음 쪽의 값을 API가 알려 준다.
  app.get<{ Querystring: { after?: string } }>('/', async (request, reply) => {
    const { users, next } = await api.listUsers(request.query.after);
    return reply.view('ex4-2-front/list.ejs', { base, users, next });
  });

  // 추가하는 폼. 수정하는 폼과 같은 템플릿이고, id가 없으면 추가하는 폼이 된다.
  app.get('/new', async (_request, reply) => {
    return reply.view(form, { base, entries: readEntries({}) });
  });

  // 입력이 옳은지는 API만 판단한다. 프론트는 거절당한 이유를 칸 옆에 보여 준다.
  // 잘되면 목록으로 이동하라고 응답하므로(303), 새로 고쳐도 또 추가되지 않는다.
  app.post('/new', async (request, reply) => {
    const entries = readEntries(request.body);
    const mistakes = await api.addUser(entries);
    if (mistakes.length === 0) return reply.redirect(base, 303);
    return reply.code(400).view(form, { base, entries, mistakes });
  });

  // 수정하는 폼에는 저장된 내용을 API에서 받아 미리 채운다.
  app.get<WithId>('/:id(^\\d+$)/edit', async (request, reply) => {
    const { id } = request.params;
    const { name, age } = await api.findUser(id);
    const entries = { name: name ?? '', age: `${age ?? ''}` };
    return reply.view(form, { base, id, entries });
  });

  // 추가와 다른 것은 호출하는 함수뿐이다.
  app.post<WithId>('/:id(^\\d+$)/edit', async (request, reply) => {
    const { id } = request.params;
    const entries = readEntries(request.body);
    const mistakes = await api.changeUser(id, entries);
    if (mistakes.length === 0) return reply.redirect(base, 303);
    return reply.code(400).view(form, { base, id, entries, mistakes });
  });

  // 링크를 여는 것(GET)만으로 지워지면 안 된다. 먼저 묻고, 폼(POST)으로 지운다.
  app.get<WithId>('/:id(^\\d+$)/delete', async (request, reply) => {
    const user = await api.findUser(request.params.id);
    return reply.view('ex4-2-front/delete.ejs', { base, user });
  });

  // 삭제한 뒤에도 목록으로 보낸다.
  app.post<WithId>('/:id(^\\d+$)/delete', async (request, reply) => {
    await api.removeUser(request.params.id);
    return reply.redirect(base, 303);
  });

  // 그런 사용자가 없거나 API가 제대로 응답하지 않으면, 무엇이 왔고 무엇을 하면
  // 되는지 보여 준다. 저장하던 중이었으면 입력한 내용을 폼에 담아 보여 준다.
  // 400이나 503처럼 뜻이 분명한 것은 다시 던져 사이트의 페이지에 맡긴다.
  app.setErrorHandler(async (error: ApiError, request, reply) => {
    const isForm = ['POST', 'PUT'].includes(error.call?.method);
    if (!isForm && ![404, 502].includes(error.statusCode)) throw error;
    request.log.warn(error.message);
    const entries = readEntries(request.body);
    const page = { base, apiUrl, entries, ...Object(request.params) };
    const view = isForm ? form : 'ex4-2-front/away.ejs';
    reply.code(error.statusCode);
    return reply.view(view, { ...page, trouble: explain(error) });
  });
}

type ApiError = ReturnType<typeof failure>;
