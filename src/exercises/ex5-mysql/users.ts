/**
 * 사용자를 메모리 대신 데이터베이스에 두어, 서버를 종료해도 남게 합니다.
 *
 * 프론트와 API는 그대로 두고 사용자를 두는 곳만 데이터베이스로 바꿉니다. 다섯
 * 함수의 이름과 형식이 같으므로 나머지 코드는 한 줄도 고치지 않습니다.
 */

import type { Generated, Kysely } from 'kysely';
import type { Users } from '../ex4-rest-api/schema.ts';

/** users 테이블의 열. Kysely가 이 모양으로 SQL을 검사한다. */
export interface UsersTable {
  id: Generated<number>;
  name: string | null;
  age: number | null;
}

/** 데이터베이스에 두는 저장소를 만든다. 서버를 껐다 켜도 남아 있다. */
export function databaseUsers(db: Kysely<{ users: UsersTable }>): Users {
  return {
    /** id가 after보다 큰 사용자를 id 차례로 limit명까지 준다. */
    async listUsers(after, limit) {
      return await db
        .selectFrom('users')
        .select(['id', 'name', 'age'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
    },

    /** 사용자 한 명. 없으면 undefined다. */
    async findUser(id) {
      return await db
        .selectFrom('users')
        .select(['id', 'name', 'age'])
        .where('id', '=', id)
        .executeTakeFirst();
    },

    /** 새 번호는 데이터베이스가 준다. 추가한 사용자를 돌려준다. */
    async addUser({ name, age }) {
      const result = await db
        .insertInto('users')
        .values({ name, age })
        .executeTakeFirstOrThrow();
      // insertId는 BigInt인데, BigInt는 JSON으로 바꿀 수 없다.
      return { id: Number(result.insertId), name, age };
    },

    /** 내용을 바꾸고 바뀐 사용자를 돌려준다. 없으면 undefined다. */
    async changeUser(id, { name, age }) {
      const result = await db
        .updateTable('users')
        .set({ name, age })
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n ? { id, name, age } : undefined;
    },

    /** 지웠으면 true, 없었으면 false다. */
    async removeUser(id) {
      const result = await db
        .deleteFrom('users')
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}
