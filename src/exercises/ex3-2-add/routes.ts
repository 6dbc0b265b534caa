import type { FastifyInstance } from 'fastify';

/**
 * 주소에 적힌 두 수를 더하고, 없는 주소에는 직접 만든 404 페이지로 응답합니다.
 *
 * /add/3/5로 접속하면 두 수를 더해 보여 줍니다. 숫자가 아닌 것이 오면 맞는
 * 라우트가 없으므로 404가 되고, 그때 보낼 페이지를 이 실습이 직접 만듭니다.
 */
export async function routes(app: FastifyInstance) {
  // 플러그인 안에서 쓰는 주소다. 이 실습은 /ex3-2/ 아래에 있을 수도 있다.
  const base = app.prefix || '/';

  // 사용법을 문자열로 보여 준다.
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8');
    return '🧮 숫자를 더하려면 /add/숫자1/숫자2 경로로 접속하세요.';
  });

  // Flask의 <int:a>처럼, 괄호 안의 정규식에 맞는 값만 이 라우트로 온다. ^는
  // 처음, $는 끝, \d{1,1000}은 숫자 1개에서 1000개까지를 뜻한다. 문자열 안의
  // 백슬래시는 두 번 적는다. -1, 1.5, x는 맞지 않으므로 404가 된다.
  app.get<{ Params: { a: string; b: string } }>(
    '/add/:a(^\\d{1,1000}$)/:b(^\\d{1,1000}$)',
    async (request, reply) => {
      // 주소에서 온 값은 숫자처럼 보여도 문자열이다. 9007199254740992를 넘으면
      // Number로는 값이 부정확해지므로, 파이썬의 int처럼 자릿수 제한이 없는
      // BigInt로 바꾼다.
      const a = BigInt(request.params.a);
      const b = BigInt(request.params.b);
      const sum = a + b;
      return reply.view('ex3-2-add/result.ejs', { a, b, sum, base });
    },
  );

  // 없는 주소에 응답하는 함수다. Flask의 @app.errorhandler(404)와 같다. 이
  // 플러그인 안에서 정했으므로 이 실습의 주소에만 쓰이고, 다른 실습은 사이트의
  // 404 페이지를 그대로 쓴다.
  app.setNotFoundHandler(async (request, reply) => {
    // 주소에서 물음표(?) 뒤를 빼고, %EA%B0%80처럼 바뀐 한글을 되돌린다.
    const path = decodeURI(request.url.split(/[?#]/)[0] ?? '');

    // 상태 코드를 정하지 않으면 200(성공)이 나가서, 보이는 내용과 어긋난다.
    return reply.code(404).view('ex3-2-add/404.ejs', { path, base });
  });
}
