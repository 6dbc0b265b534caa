import type { FastifyInstance } from 'fastify';
import { whereAmI } from '../ex6-docker/where-am-i.ts';
import { follow, followToApi, type Report } from './arrows.ts';
import { explain } from './explain.ts';

interface Options {
  port: number;
  apiUrl: string;
  /** 설정된 데이터베이스. host가 없으면 SQLite다. */
  database: { name: string; host?: string; port?: number };
  check: () => Promise<void>;
}

/**
 * 세 프로그램의 연결을 하나씩 확인한다. ex4-2나 ex5만 실행한 컨테이너에도 이
 * 실습이 /ex7/ 아래에 함께 있다.
 */
export async function routes(app: FastifyInstance, options: Options) {
  const { port, apiUrl, database, check } = options;
  const base = app.prefix || '/';

  // 프론트에서 여는 페이지. 열 때마다 새로 확인하므로 저장하지 않게 한다.
  app.get('/', async (_request, reply) => {
    const { arrow, report } = await followToApi(apiUrl);
    const hasHelp = app.hasRoute({ method: 'GET', url: '/help' });
    const page = { base, port, here: whereAmI(), arrow, report };
    reply.header('cache-control', 'no-store');
    return reply.view('ex7-compose/index.ejs', { ...page, explain, hasHelp });
  });

  // API에서 데이터베이스로 가는 연결은 프론트가 확인할 수 없다. 같은 DB_HOST도
  // 어느 컨테이너에서 쓰느냐에 따라 다른 컴퓨터를 가리키기 때문이다. 그래서 API
  // 서버가 직접 확인하고 이 주소로 알려 준다.
  app.get('/database', async (): Promise<Report> => {
    const { hostname, inContainer } = whereAmI();
    const { name, host } = database;
    const address = host ? `${host}:${database.port}` : `${name}.sqlite`;
    const arrow = await follow(address, check);
    return { hostname, inContainer, database: name, arrow };
  });
}
