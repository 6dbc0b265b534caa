import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { describeApi } from './openapi.ts';
import { answerWithProblems, sendNoUser } from './problem.ts';
import {
  Page,
  problems,
  User,
  UserId,
  UserInput,
  type Users,
} from './schema.ts';

/**
 * 사용자를 조회, 추가, 수정, 삭제하는 JSON API를 만듭니다.
 *
 * 주소(URL)는 대상(리소스)을, 메서드(GET, POST, PUT, DELETE)는 그 대상에 할
 * 작업을 나타냅니다. 그래서 같은 주소라도 메서드가 다르면 다른 함수가
 * 응답합니다. 성공과 실패는 상태 코드로 알립니다.
 */
// 앞의 실습과 같은 플러그인이다. 함수 대신 타입이 붙은 변수로 적으면, 라우트의
// 스키마에서 request.body와 request.params의 타입까지 정해진다. 사용자를 어디에
// 두는지는 users가 정한다. 메모리에 두면 ex4, 데이터베이스에 두면 ex5다.
export const api: FastifyPluginAsyncTypebox<{ users: Users }> = async (
  app,
  { users },
) => {
  // 오류에도 JSON으로 응답하고(problem.ts), API의 설명서를 만든다(openapi.ts).
  answerWithProblems(app);
  await describeApi(app);

  // 사용자 조회. limit명보다 한 명 더 읽어서, 그 한 명이 있으면 다음 쪽이 있다.
  const list = { 200: Type.Array(User), ...problems };
  app.get(
    '/users',
    { schema: { summary: '사용자 조회', querystring: Page, response: list } },
    async function listUsers(request, reply) {
      const { limit = 100, after = 0 } = request.query;
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

  // 특정 사용자 조회. 주소의 id는 숫자만 받는다(Flask의 <int:user_id>).
  const one = { 200: User, ...problems };
  app.get(
    '/user/:id(^\\d{1,15}$)',
    { schema: { summary: '특정 사용자 조회', params: UserId, response: one } },
    async function findUser(request, reply) {
      const user = await users.findUser(request.params.id);
      return user ?? sendNoUser(reply, request.params.id);
    },
  );

  // 사용자 추가. 만들었다는 뜻의 201과, 새 사용자의 주소(Location)로 응답한다.
  const added = { 201: User, ...problems };
  app.post(
    '/user',
    { schema: { summary: '사용자 추가', body: UserInput, response: added } },
    async function addUser(request, reply) {
      const user = await users.addUser(request.body);
      reply.code(201).header('location', `${app.prefix}/user/${user.id}`);
      return user;
    },
  );

  // 사용자 수정. name과 age를 모두 받아 통째로 바꾼다.
  const change = { params: UserId, body: UserInput, response: one };
  app.put(
    '/user/:id(^\\d{1,15}$)',
    { schema: { summary: '사용자 수정', ...change } },
    async function changeUser(request, reply) {
      const { id } = request.params;
      const user = await users.changeUser(id, request.body);
      return user ?? sendNoUser(reply, id);
    },
  );

  // 사용자 삭제. 응답에 담을 내용이 없으므로 204로 응답하고 본문은 비운다.
  const removed = { 204: Type.Null(), ...problems };
  app.delete(
    '/user/:id(^\\d{1,15}$)',
    { schema: { summary: '사용자 삭제', params: UserId, response: removed } },
    async function removeUser(request, reply) {
      const { id } = request.params;
      const found = await users.removeUser(id);
      return found ? reply.code(204).send(null) : sendNoUser(reply, id);
    },
  );
};
