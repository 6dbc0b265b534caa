/**
 * 사용자를 메모리 대신 데이터베이스에 두어, 서버를 종료해도 남게 합니다.
 *
 * 프론트와 API는 그대로 두고 사용자를 두는 곳만 데이터베이스로 바꿉니다. 다섯
 * 함수의 이름과 형식이 같으므로 나머지 코드는 한 줄도 고치지 않습니다.
 */

import type { Generated, Kysely } from 'kysely';
import { full, type Users } from '../ex4-rest-api/schema.ts';

/**
 * users 테이블의 열과 그 타입. 열의 이름을 잘못 적으면 타입 검사에서 드러난다.
 * Generated는 데이터베이스가 채우는 열이라서 넣을 때 적지 않아도 된다.
 */
export interface UsersTable {
  id: Generated<number>;
  name: string | null;
  age: number | null;
}

/** users 테이블에 둘 행의 수. 한도가 없으면 디스크가 가득 찰 수 있다. */
const maxUsers = 100_000;

/** 사용자를 users 테이블에 두는 저장소를 만든다. 함수는 ex4와 같은 다섯이다. */
export function databaseUsers(db: Kysely<{ users: UsersTable }>): Users {
  return {
    // SELECT id, name, age FROM users WHERE id > ? ORDER BY id LIMIT ?
    async listUsers(after, limit) {
      return await db
        .selectFrom('users')
        .select(['id', 'name', 'age'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
    },

    // execute는 행의 배열을, executeTakeFirst는 첫 행이나 undefined를 반환한다.
    async findUser(id) {
      return await db
        .selectFrom('users')
        .select(['id', 'name', 'age'])
        .where('id', '=', id)
        .executeTakeFirst();
    },

    // id는 데이터베이스가 정하고 insertId로 알려 준다. OrThrow가 붙은 함수는
    // 결과가 없으면 undefined 대신 오류를 던진다.
    async addUser({ name, age }) {
      const { count } = await db
        .selectFrom('users')
        .select((row) => row.fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= maxUsers) throw full();

      const result = await db
        .insertInto('users')
        .values({ name, age })
        .executeTakeFirstOrThrow();
      // insertId는 BigInt인데, BigInt는 JSON으로 바꿀 수 없다.
      return { id: Number(result.insertId), name, age };
    },

    // 조건에 맞은 행의 수도 BigInt라서 0n과 비교한다.
    async changeUser(id, { name, age }) {
      const result = await db
        .updateTable('users')
        .set({ name, age })
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n ? { id, name, age } : undefined;
    },

    // 지운 행의 수가 0이면 그런 사용자가 없었던 것이다.
    async removeUser(id) {
      const result = await db
        .deleteFrom('users')
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}
