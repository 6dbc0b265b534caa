import { full, type User, type Users } from './schema.ts';

/**
 * 메모리에 둘 사용자의 수. 한도가 없으면 추가를 반복하는 프로그램 하나가 서버의
 * 메모리를 다 쓸 수 있다.
 */
const maxUsers = 10_000;

/**
 * 사용자를 메모리에 두는 저장소를 만든다. 서버를 종료하면 처음의 세 사람으로
 * 돌아간다. 다섯 함수가 무엇을 하는지는 schema.ts에 적혀 있다.
 */
export function createUsers(): Users {
  // Map은 파이썬의 dict처럼 키(id)로 값을 찾고, 넣은 순서를 지킨다.
  const users = new Map<number, User>([
    [1, { id: 1, name: 'Kim', age: 21 }],
    [2, { id: 2, name: 'Lee', age: 22 }],
    [3, { id: 3, name: 'Park', age: 23 }],
  ]);
  // 지운 id를 다시 쓰지 않으려고, 다음 id를 따로 세어 둔다.
  let nextId = 4;

  return {
    async listUsers(after, limit) {
      const page: User[] = [];
      for (const user of users.values()) {
        if (page.length === limit) break;
        if (user.id > after) page.push(user);
      }
      return page;
    },

    async findUser(id) {
      return users.get(id);
    },

    async addUser({ name, age }) {
      if (users.size >= maxUsers) throw full();
      const user = { id: nextId, name, age };
      nextId += 1;
      users.set(user.id, user);
      return user;
    },

    async changeUser(id, { name, age }) {
      if (!users.has(id)) return undefined;
      const user = { id, name, age };
      users.set(id, user);
      return user;
    },

    async removeUser(id) {
      return users.delete(id);
    },
  };
}
