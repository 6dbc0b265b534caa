import type { FastifyInstance } from 'fastify';

/**
 * 주소에 적힌 두 수를 더하고, 없는 주소에는 직접 만든 404 페이지로 응답합니다.
 *
 * /add/3/5로 접속하면 두 수를 더해 보여 줍니다. 숫자가 아닌 것이 오면 맞는
 * 라우트가 없으므로 404가 되고, 그때 보낼 페이지를 이 실습이 직접 만듭니다.
 */
export async function routes(app: FastifyInstance) {
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8');
    return '🧮 숫자를 더하려면 /add/숫자1/숫자2 경로로 접속하세요.';
  });

  // Flask의 <int:a>처럼, 괄호 안의 정규식에 맞는 값만 이 라우트로 온다.
  // \d{1,1000}은 숫자 1개에서 1000개까지다. -1, 1.5, x는 맞지 않아 404가 된다.
  app.get<{ Params: { a: string; b: string } }>(
    '/add/:a(^\\d{1,1000}$)/:b(^\\d{1,1000}$)',
    async (request, reply) => {
      // 주소에서 온 값은 숫자처럼 보여도 문자열이다. 9007199254740992를 넘으면
      // Number는 어긋나므로, 파이썬의 int처럼 끝없이 정확한 BigInt로 바꾼다.
      const a = BigInt(request.params.a);
      const b = BigInt(request.params.b);
      const sum = a + b;
      return reply.view('ex3-2-add/result.ejs', {
        a,
        b,
        sum,
        base: app.prefix,
      });
    },
  );

  // Flask의 @app.errorhandler(404)다. 플러그인 안에서 정했으므로 이 실습의
  // 주소에만 쓰이고, 다른 실습은 사이트의 404 페이지를 그대로 쓴다.
  app.setNotFoundHandler(async (request, reply) => {
    const path = decodeURI(request.url.split('?')[0] ?? '');

    // 상태 코드를 적지 않으면 200(성공)이 나가서, 보이는 것과 뜻이 어긋난다.
    reply.code(404);
    return reply.view('ex3-2-add/404.ejs', { path, base: app.prefix });
  });
}
