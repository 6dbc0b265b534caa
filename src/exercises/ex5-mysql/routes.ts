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

  // API. ex4의 createUsers() 자리에 databaseUsers(db)가 왔다. 두 저장소의
  // 함수가 같으므로 api.ts는 어느 쪽인지 알 필요가 없다.
  app.register(api, { prefix: '/api', users: databaseUsers(db) });

  // 프론트. 한 서버 안에 있어도 API를 함수로 호출하지 않고 HTTP로 호출한다.
  // 그래서 API를 다른 서버로 옮겨도 프론트에서는 apiUrl만 바꾸면 된다.
  const apiUrl = ownUrl + app.prefix.replace(/\/$/, '');
  app.register(front, { apiUrl });
}
