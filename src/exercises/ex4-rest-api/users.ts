import type { User, Users } from './schema.ts';

/** 메모리에 두는 저장소를 만든다. 서버를 끄면 처음의 세 사람으로 돌아간다. */
export function createUsers(): Users {
  // Map은 파이썬의 dict처럼 키(id)로 값을 찾고, 넣은 차례를 지킨다.
  const users = new Map<number, User>([
    [1, { id: 1, name: 'Kim', age: 21 }],
    [2, { id: 2, name: 'Lee', age: 22 }],
    [3, { id: 3, name: 'Park', age: 23 }],
  ]);
  // 지운 번호를 다시 쓰지 않으려고, 다음 번호를 따로 세어 둔다.
  let nextId = 4;

  return {
    /** id가 after보다 큰 사용자를 id 차례로 limit명까지 준다. */
    async listUsers(after, limit) {
      const page: User[] = [];
      for (const user of users.values()) {
        if (page.length === limit) break;
        if (user.id > after) page.push(user);
      }
      return page;
    },

    /** 사용자 한 명. 없으면 undefined다. */
    async findUser(id) {
      return users.get(id);
    },

    /** 새 번호를 주어 추가하고, 추가한 사용자를 돌려준다. */
    async addUser({ name, age }) {
      const user = { id: nextId, name, age };
      nextId += 1;
      users.set(user.id, user);
      return user;
    },

    /** 내용을 바꾸고 바뀐 사용자를 돌려준다. 없으면 undefined다. */
    async changeUser(id, { name, age }) {
      if (!users.has(id)) return undefined;
      const user = { id, name, age };
      users.set(id, user);
      return user;
    },

    /** 지웠으면 true, 없었으면 false다. */
    async removeUser(id) {
      return users.delete(id);
    },
  };
}
