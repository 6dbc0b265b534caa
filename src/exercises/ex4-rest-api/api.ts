import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { answerWithProblems, sendNoUser } from './problem.ts';
import type { Users } from './users.ts';

// 스키마는 받아들일 입력의 모양이다. 어긋난 요청은 함수까지 오지 못하고 400이
// 되며, description이 그때의 안내문이 된다. pattern의 (?=\s*\S)는 빈칸뿐인
// 이름을, \P{Cs}는 깨진 글자를 막는다.
const UserInput = Type.Object(
  {
    name: Type.String({
      maxLength: 100,
      pattern: '^(?=\\s*\\S)\\P{Cs}*$',
      description: '이름은 1자 이상 100자 이하의 문자열이어야 합니다.',
    }),
    age: Type.Integer({
      minimum: 0,
      maximum: 150,
      description: '나이는 따옴표 없이 적은 0부터 150까지의 정수여야 합니다.',
    }),
  },
  { additionalProperties: false },
);

// 주소에 적는 값은 모두 문자열이므로 숫자의 모양을 정규식으로 정한다.
const Page = Type.Object({
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9]\\d{0,2}|1000)$',
      description: 'limit은 1부터 1000까지의 정수여야 합니다.',
    }),
  ),
  after: Type.Optional(
    Type.String({
      pattern: '^\\d{1,15}$',
      description: 'after는 사용자의 id여야 합니다.',
    }),
  ),
});

const UserId = Type.Object({ id: Type.String() });

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

  // 사용자 조회. limit명보다 하나 더 읽어서, 그 하나가 있으면 다음 쪽이 있다.
  app.get(
    '/users',
    { schema: { querystring: Page } },
    async (request, reply) => {
      const limit = Number(request.query.limit ?? 100);
      const after = Number(request.query.after ?? 0);
      const found = await users.listUsers(after, limit + 1);
      const page = found.slice(0, limit);

      // 다음 쪽의 주소는 본문이 아니라 Link 헤더로 알린다(RFC 8288).
      if (found.length > limit) {
        const next = `${app.prefix}/users?limit=${limit}&after=${page.at(-1)?.id}`;
        reply.header('link', `<${next}>; rel="next"`);
      }
      return page;
    },
  );

  // 특정 사용자 조회. 주소의 id는 숫자만 받는다(Flask의 <int:user_id>).
  app.get(
    '/user/:id(^\\d+$)',
    { schema: { params: UserId } },
    async (request, reply) => {
      const user = await users.findUser(Number(request.params.id));
      return user ?? sendNoUser(request, reply);
    },
  );

  // 사용자 추가. 만들었다는 뜻의 201과, 새 사용자의 주소(Location)로 답한다.
  app.post('/user', { schema: { body: UserInput } }, async (request, reply) => {
    const user = await users.addUser(request.body);
    return reply
      .code(201)
      .header('location', `${app.prefix}/user/${user.id}`)
      .send(user);
  });

  // 사용자 수정. name과 age를 모두 받아 통째로 바꾼다.
  app.put(
    '/user/:id(^\\d+$)',
    { schema: { params: UserId, body: UserInput } },
    async (request, reply) => {
      const id = Number(request.params.id);
      const user = await users.changeUser(id, request.body);
      return user ?? sendNoUser(request, reply);
    },
  );

  // 사용자 삭제. 돌려줄 내용이 없으므로 204로 답하고 본문은 비운다.
  app.delete(
    '/user/:id(^\\d+$)',
    { schema: { params: UserId } },
    async (request, reply) => {
      const removed = await users.removeUser(Number(request.params.id));
      if (!removed) return sendNoUser(request, reply);
      return reply.code(204).send();
    },
  );
};
