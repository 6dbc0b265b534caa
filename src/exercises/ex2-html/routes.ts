import type { FastifyInstance } from 'fastify';

/**
 * ex2: HTML을 코드에서 떼어 낸다.
 *
 * HTML은 views/ 폴더의 파일에 적고, 라우트는 어느 파일을 보낼지만 고른다.
 */
export async function routes(app: FastifyInstance) {
  app.get('/', async (_request, reply) => {
    // Flask의 render_template('index.html')과 같은 일이다. 파일은 views/ 를
    // 기준으로 적고, Content-Type은 템플릿 엔진이 text/html로 정해 준다.
    return reply.view('ex2-html/index.ejs');
  });
}
