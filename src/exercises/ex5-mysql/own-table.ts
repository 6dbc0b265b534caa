import type { User, Users } from '../ex4-rest-api/schema.ts';

/** MySQL의 오류 번호와, 그때 users 테이블에서 확인할 것. */
const advice: Record<number, string> = {
  1054: '테이블에 그 열이 없습니다. ALTER TABLE users ADD로 추가하세요.',
  1062: '같은 값이 이미 있습니다. 그 열은 UNIQUE이거나 기본 키입니다.',
  1364: '값이 꼭 있어야 하는 열입니다. id라면 AUTO_INCREMENT를 정하세요.',
  1366: '열의 자료형이나 문자 집합(utf8mb4)에 맞지 않는 값입니다.',
  1406: '열의 길이보다 긴 값입니다. VARCHAR(100)처럼 길이를 늘리세요.',
};

/**
 * 손으로 만든 users 테이블의 열은 기대와 다를 수 있다. 그때 MySQL이 알린 것에
 * 설명을 붙여 응답하고, 문자열로 온 수는 숫자로 바꾼다. 다섯 함수는 그대로다.
 */
export function explainTable(users: Users): Users {
  return {
    listUsers: (after, limit) =>
      users.listUsers(after, limit).then((rows) => rows.map(readRow), explain),
    findUser: (id) =>
      users.findUser(id).then((row) => row && readRow(row), explain),
    addUser: async (input) => {
      const user = await users.addUser(input).catch(explain);
      if (user.id > 0) return user;
      throw refusal('저장했지만 id를 모릅니다. AUTO_INCREMENT가 없습니다.');
    },
    changeUser: (id, input) => users.changeUser(id, input).catch(explain),
    removeUser: (id) => users.removeUser(id).catch(explain),
  };
}

/** DECIMAL이나 VARCHAR에 담긴 수는 드라이버가 '17.0' 같은 문자열로 준다. */
function readRow({ id, name, age }: User): User {
  for (const [column, value] of Object.entries({ id, age })) {
    if (/^(-?\d+(\.0+)?|null)$/.test(`${value}`)) continue;
    throw refusal(`${column} 열에 정수가 아닌 값이 있습니다: ${value}.`);
  }
  return { id: Number(id), name, age: age === null ? null : Number(age) };
}

/** MySQL이 거절한 이유(sqlState)에는 설명을 붙이고, 다른 오류는 그대로 둔다. */
function explain(error: Error & { errno?: number; sqlState?: string }): never {
  if (error.sqlState === undefined) throw error;
  const why = advice[error.errno ?? 0] ?? '테이블의 정의에 어긋납니다.';
  throw refusal(`MySQL 오류 ${error.errno}: ${error.message}. ${why}`);
}

/** 저장된 것과 어긋난다는 오류(409). detail은 API가 그대로 응답한다. */
function refusal(reason: string) {
  const detail = `${reason} DESCRIBE users;로 테이블을 확인하세요.`;
  return Object.assign(new Error(detail), { statusCode: 409, detail });
}
