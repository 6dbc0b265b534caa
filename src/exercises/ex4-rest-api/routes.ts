import type { FastifyInstance } from 'fastify';
import { api } from './api.ts';
import { createUsers } from './users.ts';

interface Options {
  port: number;
}

/**
 * 사용자를 조회, 추가, 수정, 삭제하는 JSON API를 만듭니다.
 *
 * 주소(URL)는 대상(리소스)을, 메서드(GET, POST, PUT, DELETE)는 그 대상에 할
 * 작업을 나타냅니다. 그래서 같은 주소라도 메서드가 다르면 다른 함수가 응답합니다.
 * 잘된 일과 잘못된 일은 상태 코드로 알립니다.
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
