import type { FastifyInstance } from 'fastify';
import { api } from './api.ts';
import { createUsers } from './users.ts';

interface Options {
  port: number;
}

/** API와, API를 호출하는 방법을 적은 페이지를 한 플러그인으로 묶는다. */
export async function routes(app: FastifyInstance, { port }: Options) {
  // 플러그인 안에서 다른 플러그인을 등록할 수 있다. 안쪽 라우트의 주소 앞에는
  // prefix(/api)가 붙는다. 사용자는 메모리에 둔다(users.ts).
  app.register(api, { prefix: '/api', users: createUsers() });

  // curl 명령을 적은 페이지다. 그대로 복사해서 쓸 수 있도록 이 서버의 포트를
  // 템플릿에 건네준다.
  app.get('/', async (_request, reply) => {
    const base = app.prefix || '/';
    const url = `http://localhost:${port}${base}api`;
    return reply.view('ex4-rest-api/index.ejs', { base, url });
  });
}
