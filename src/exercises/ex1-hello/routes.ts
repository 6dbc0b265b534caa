import type { FastifyInstance } from 'fastify';

/**
 * ex1: 가장 작은 웹 서버.
 *
 * 주소 하나에 문자열 하나로 답한다. app.get은 Flask의 @app.route와 같다.
 */
export async function routes(app: FastifyInstance) {
  // 브라우저가 GET / 요청을 보낼 때마다 이 함수가 불린다.
  app.get('/', async (_request, reply) => {
    // Fastify는 문자열을 text/plain으로 보내고, Flask는 text/html로 보낸다.
    // 브라우저가 어느 쪽으로 읽을지는 서버가 이 헤더로 정해 준다.
    reply.type('text/html; charset=utf-8');

    // 돌려준 값이 그대로 응답의 본문이 된다.
    return 'Hello, Fastify!';
  });
}
