import type { FastifyInstance } from 'fastify';

/** 이 실습의 라우트. 템플릿의 이름만 ex2와 다르다. */
export async function routes(app: FastifyInstance) {
  // 이 라우트가 보내는 것은 HTML뿐이다. 그림과 스타일시트는 브라우저가 /public/
  // 주소로 따로 요청하고, 서버가 public 폴더의 파일로 응답한다.
  app.get('/', async (_request, reply) => {
    return reply.view('ex2-2-tags/index.ejs');
  });
}
