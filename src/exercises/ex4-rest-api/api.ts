import swagger from '@fastify/swagger';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { answerWithProblems, sendNoUser } from './problem.ts';
import {
  Page,
  Problem,
  User,
  UserId,
  UserInput,
  type Users,
} from './schema.ts';

/**
 * 사용자 API. 사용자를 어디에 두는지는 users가 정한다. 메모리에 두면 ex4,
 * 데이터베이스에 두면 ex5이고, 이 파일은 두 실습이 함께 쓴다.
 */
export const api: FastifyPluginAsyncTypebox<{ users: Users }> = async (
  app,
  { users },
) => {
  // 본문은 JSON만 받는다. 다른 형식에는 Fastify가 415로 답한다.
  app.removeContentTypeParser('text/plain');

  // 오류와 없는 주소에도 HTML이 아니라 JSON으로 답한다.
  answerWithProblems(app);

  // 아래 라우트의 스키마를 모아 API의 설명서(OpenAPI)를 만든다.
  const info = { title: '사용자 API', version: '1.0.0' };
  await app.register(swagger, { openapi: { openapi: '3.1.0', info } });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());

  // 사용자 조회. limit명보다 하나 더 읽어서, 그 하나가 있으면 다음 쪽이 있다.
  const list = { 200: Type.Array(User), 400: Problem };
  app.get(
    '/users',
    { schema: { summary: '사용자 조회', querystring: Page, response: list } },
    async (request, reply) => {
      const limit = Number(request.query.limit ?? 100);
      const after = Number(request.query.after ?? 0);
      const found = await users.listUsers(after, limit + 1);
      const page = found.slice(0, limit);

      // 다음 쪽의 주소는 본문이 아니라 Link 헤더로 알린다(RFC 8288).
      if (found.length > limit) {
        const query = `limit=${limit}&after=${page.at(-1)?.id}`;
        reply.header('link', `<${app.prefix}/users?${query}>; rel="next"`);
      }
      return page;
    },
  );

  // 특정 사용자 조회. 주소의 id는 숫자만 받는다(Flask의 <int:user_id>). 가장 큰
  // 정수 열도 20자리이므로, 그보다 긴 id는 데이터베이스에 물어볼 것도 없다.
  const one = { 200: User, 404: Problem };
  app.get(
    '/user/:id(^\\d{1,20}$)',
    { schema: { summary: '특정 사용자 조회', params: UserId, response: one } },
    async (request, reply) => {
      const user = await users.findUser(Number(request.params.id));
      return user ?? sendNoUser(request, reply);
    },
  );

  // 사용자 추가. 만들었다는 뜻의 201과, 새 사용자의 주소(Location)로 답한다.
  const added = { 201: User, 400: Problem };
  app.post(
    '/user',
    { schema: { summary: '사용자 추가', body: UserInput, response: added } },
    async (request, reply) => {
      const user = await users.addUser(request.body);
      reply.code(201).header('location', `${app.prefix}/user/${user.id}`);
      return user;
    },
  );

  // 사용자 수정. name과 age를 모두 받아 통째로 바꾼다.
  const changed = { 200: User, 400: Problem, 404: Problem };
  app.put(
    '/user/:id(^\\d{1,20}$)',
    {
      schema: {
        summary: '사용자 수정',
        params: UserId,
        body: UserInput,
        response: changed,
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id);
      const user = await users.changeUser(id, request.body);
      return user ?? sendNoUser(request, reply);
    },
  );

  // 사용자 삭제. 돌려줄 내용이 없으므로 204로 답하고 본문은 비운다.
  const removed = { 204: Type.Null(), 404: Problem };
  app.delete(
    '/user/:id(^\\d{1,20}$)',
    { schema: { summary: '사용자 삭제', params: UserId, response: removed } },
    async (request, reply) => {
      const found = await users.removeUser(Number(request.params.id));
      if (!found) return sendNoUser(request, reply);
      return reply.code(204).send(null);
    },
  );
};
