import type { FastifyInstance } from 'fastify';

// 타입스크립트에는 파이썬에 없는 표기가 몇 가지 있다. 앞으로 이것만 나온다.
// - import type은 타입만 가져온다. 타입은 검사에만 쓰이고 실행할 때는 지워진다.
// - app: FastifyInstance에서 콜론 뒤는 타입이다. 파이썬의 app: Flask와 같다.
// - interface는 객체가 어떤 필드를 가졌는지 적어 이름을 붙인다. ex2-3에 나온다.
// - async는 기다릴 일이 있는 함수이고, await는 그 일이 끝날 때까지 기다린다.
// - (a, b) => { … }는 이름 없는 함수다. { a, b }는 필드 이름이 변수와 같은
//   객체를 만들고, 등호의 왼쪽이나 매개변수 자리에서는 객체에서 꺼낸다.

/** 이 실습의 라우트. server.ts가 이 함수를 등록한다. */
export async function routes(app: FastifyInstance) {
  // GET / 요청이 올 때마다 이 함수가 호출된다. Flask의 @app.route('/')와 같다.
  // 쓰지 않는 매개변수의 이름은 밑줄(_)로 시작한다.
  app.get('/', async (_request, reply) => {
    // 응답의 Content-Type 헤더다. Flask는 문자열을 text/html로 보내고 Fastify는
    // text/plain으로 보내므로, 브라우저가 HTML로 읽도록 여기서 정해 준다.
    reply.type('text/html; charset=utf-8');

    // 반환한 값이 그대로 응답의 본문이 된다.
    return 'Hello, Fastify!';
  });
}
