import type { FastifyInstance } from 'fastify';

/**
 * 주소와 함수를 연결하고, 주소의 한 부분을 값으로 받습니다.
 *
 * 라우팅은 주소(URL)마다 다른 함수가 응답하게 하는 일입니다. 주소가 정해진
 * 정적 라우트 둘과, 주소의 한 부분을 이름으로 받는 동적 라우트 하나를 만듭니다.
 * 이름에 HTML 태그가 들어 있어도 글자 그대로 보여 줍니다.
 */
export async function routes(app: FastifyInstance) {
  // 주소가 /인 라우트다. 주소에 경로를 적지 않으면 브라우저는 /를 요청한다.
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8');
    return '🏠 이것은 메인 페이지입니다.';
  });

  // 정적 라우트. 주소가 글자 그대로 같을 때만 호출된다.
  app.get('/about', async (_request, reply) => {
    reply.type('text/html; charset=utf-8');
    return '📄 이 페이지는 About 페이지입니다.';
  });

  // 동적 라우트. Flask의 /hello/<name>과 같다. :name 자리에 온 문자열이
  // request.params.name에 담긴다. 괄호 안은 정규식이고, .+는 한 글자 이상이라는
  // 뜻이다. :name은 슬래시 앞까지라서 /hello/a/b에는 맞는 라우트가 없다(404).
  app.get<{ Params: { name: string } }>(
    '/hello/:name(.+)',
    async (request, reply) => {
      // 이름은 밖에서 온 값이다. 템플릿의 <%= %>가 <, > 같은 글자를 바꾸어
      // 출력하기 때문에 <b>홍길동</b>도 태그가 아니라 글자로 보인다.
      const { name } = request.params;
      const base = app.prefix || '/';
      return reply.view('ex3-routing/hello.ejs', { name, base });
    },
  );
}
