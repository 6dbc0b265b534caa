import type { FastifyInstance } from 'fastify';

/**
 * ex2-2: HTML 기본 태그와 CSS.
 *
 * 라우트는 ex2와 똑같다. 달라진 템플릿과 스타일시트를 함께 읽는다.
 */
export async function routes(app: FastifyInstance) {
  app.get('/', async (_request, reply) => {
    // 그림과 스타일시트는 이 라우트가 보내지 않는다. 브라우저가 HTML을 읽다가
    // /public/... 주소를 만나면 그때 서버에 따로 요청한다.
    return reply.view('ex2-2-tags/index.ejs');
  });
}
