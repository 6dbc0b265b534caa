/**
 * 요청 하나에 문자열 한 줄로 응답하는 가장 작은 웹 서버를 만듭니다.
 *
 * 브라우저가 주소로 요청을 보내면 서버가 그 주소의 함수를 호출하고, 함수가
 * 반환한 값을 응답으로 보냅니다. 주소와 함수를 연결하는 것이 라우트입니다.
 * 프로그램은 server.ts와 routes.ts가 전부이고, 뒤의 실습은 라우트만 다릅니다.
 */

import { fastify } from 'fastify';
import { routes } from './routes.ts';

// 서버를 만든다. Flask의 app = Flask(__name__)과 같다.
const app = fastify();

// routes.ts에 작성한 라우트를 서버에 등록한다.
app.register(routes);

// 이 포트에서 요청을 기다린다. 15001 자리에는 본인에게 할당된 포트를 적는다.
// host를 적지 않으면 이 컴퓨터에서 온 요청만 받고, 0.0.0.0이면 다른 컴퓨터에서
// 온 요청도 받는다.
await app.listen({ port: 15001, host: '0.0.0.0' });
