import type { FastifyInstance } from 'fastify';
import { whereAmI } from './where-am-i.ts';

interface Options {
  port: number;
}

/**
 * 서버의 실행 환경을 보여 준다. 서버의 코드는 컨테이너 안에서도 밖에서도
 * 똑같다.
 */
export async function routes(app: FastifyInstance, { port }: Options) {
  // 컨테이너 안과 밖에서 이 페이지를 열어, 무엇이 달라지는지 비교해 보자.
  app.get('/', async (_request, reply) => {
    const place = whereAmI();

    // 이미지는 15001번 포트를 쓰도록 만들어진다. 다른 포트를 쓰는 서버에서는
    // PORT를 정하는 옵션이 붙은 명령을 보여 준다.
    const moved = port === 15001 ? '' : `PORT=${port} `;
    const option = moved && `-e ${moved}`;
    const run = `docker run -d ${option}-p ${port}:${port} ex_${port}`;
    const compose = `${moved}docker compose -f compose.ex6.yaml`;
    const page = { port, place, run, compose };
    return reply.view('ex6-docker/index.ejs', page);
  });
}
