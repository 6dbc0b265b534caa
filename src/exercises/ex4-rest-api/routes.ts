import type { FastifyInstance } from 'fastify';
import { api } from './api.ts';
import { createUsers } from './users.ts';

interface Options {
  port: number;
}

/**
 * ex4: REST API.
 *
 * 사람이 보는 페이지 대신 프로그램이 쓰는 JSON으로 답하는 서버다. 주소(URL)는
 * 무엇을, 메서드(GET, POST, PUT, DELETE)는 그것으로 무엇을 할지를 뜻한다.
 */
export async function routes(app: FastifyInstance, { port }: Options) {
  // 플러그인은 다른 플러그인을 제 주소 아래에 끼울 수 있다. API의 라우트는
  // api.ts에, 사용자를 두는 곳은 users.ts에 있다.
  const users = createUsers();
  app.register(api, { prefix: '/api', users });

  // API를 어떻게 부르는지 적은 페이지다. curl 명령의 주소가 맞도록 이 서버의
  // 포트를 템플릿에 건네준다.
  app.get('/', async (_request, reply) => {
    const base = app.prefix;
    const url = `http://localhost:${port}${base}api`;
    return reply.view('ex4-rest-api/index.ejs', { base, url });
  });
}
