import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { routes as front } from '../ex4-2-front/routes.ts';
import { api } from '../ex4-rest-api/api.ts';
import { databaseUsers, type UsersTable } from './users.ts';

interface Options {
  db: Kysely<{ users: UsersTable }>;
  ownUrl: string;
}

/** 프론트는 ex4-2, API는 ex4의 것을 그대로 쓴다. 저장소만 새것이다. */
export async function routes(app: FastifyInstance, options: Options) {
  const { db, ownUrl } = options;

  // API. ex4의 createUsers() 자리에 databaseUsers(db)가 왔다. 두 저장소가 같은
  // 다섯 함수를 가졌으므로 api.ts는 어느 쪽인지 알지 못한다.
  app.register(api, { prefix: '/api', users: databaseUsers(db) });

  // 프론트. 한 서버 안에 있어도 API를 함수로 부르지 않고 HTTP로 부른다. 그래서
  // ex7에서는 코드를 고치지 않고 둘을 다른 컨테이너로 나눌 수 있다.
  const apiUrl = ownUrl + app.prefix.slice(0, -1);
  app.register(front, { apiUrl });
}
