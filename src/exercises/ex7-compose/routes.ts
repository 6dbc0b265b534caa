import type { FastifyInstance } from 'fastify';
import { whereAmI } from '../ex6-docker/where-am-i.ts';
import { type ApiReport, followToApi, followToDatabase } from './arrows.ts';
import type { DatabasePlace } from './trouble.ts';

interface Options {
  port: number;
  apiUrl: string;
  database: DatabasePlace;
  check: () => Promise<void>;
}

/**
 * ex7: 프론트, API, 데이터베이스를 저마다의 컨테이너에 담는다.
 *
 * 세 프로그램을 잇는 설정은 compose.yaml에 있다. 이 페이지는 그 설정이 정말
 * 이어지는지 화살표를 하나씩 따라가 본다. 그래서 ex4-2나 ex5만 켠 컨테이너에도
 * 이 실습이 /ex7/ 아래에 함께 들어 있다.
 */
export async function routes(app: FastifyInstance, options: Options) {
  const { port, apiUrl, database, check } = options;

  // 프론트에서 여는 페이지. 열 때마다 새로 검사하므로 저장하지 않게 한다.
  app.get('/', async (_request, reply) => {
    const { arrow, report } = await followToApi(apiUrl);
    const page = { base: app.prefix, port, here: whereAmI(), arrow, report };
    reply.header('cache-control', 'no-store');
    return reply.view('ex7-compose/index.ejs', page);
  });

  // API에서 데이터베이스로 가는 화살표는 프론트가 볼 수 없다. DB_HOST라는 같은
  // 이름도 어느 컨테이너에서 부르느냐에 따라 다른 컴퓨터를 가리키기 때문이다.
  // 그래서 API 서버가 직접 검사하고 이 주소로 알려 준다.
  app.get('/database', async (): Promise<ApiReport> => {
    const { hostname, inContainer } = whereAmI();
    const engine = database.host ? 'MySQL' : 'SQLite';
    const arrow = await followToDatabase(database, check);
    const { name } = database;
    return { hostname, inContainer, database: { engine, name, arrow } };
  });
}
