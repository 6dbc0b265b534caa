import type { FastifyInstance } from 'fastify';

/**
 * HTML을 코드에서 분리해 템플릿 파일로 만들고, 라우트가 그 파일을 보냅니다.
 *
 * 페이지가 길어지면 HTML을 코드 밖의 파일로 옮깁니다. 라우트는 어느 템플릿을
 * 보낼지만 정하고, 템플릿은 무엇을 보여 줄지만 맡습니다. 그래서 페이지만
 * 고칠 때는 코드를 건드리지 않아도 됩니다.
 */
export async function routes(app: FastifyInstance) {
  // 문자열 대신 템플릿으로 응답한다. Flask의 render_template('index.html')과
  // 같다.
  app.get('/', async (_request, reply) => {
    // 파일의 경로는 views/ 폴더부터 적는다. Content-Type은 view가 text/html로
    // 정해 준다.
    return reply.view('ex2-html/index.ejs');
  });
}
