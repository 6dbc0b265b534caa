import { type Static, Type } from 'typebox';

// 스키마는 주고받을 데이터의 형식이다. 어긋난 요청은 라우트의 함수까지 오지
// 못하고 400이 되며, description이 그때의 안내문이 된다. Static은 스키마와 같은
// 모양의 타입을 만든다. 이름이 같아도 스키마는 검사에, 타입은 코드에 쓰인다.

/** 사용자를 추가하거나 수정할 때 받는 내용. */
export const UserInput = Type.Object(
  {
    // \S는 공백이 아닌 문자가 하나는 있다는 뜻이다. 검사하기 전에
    // openapi.ts가 설문과 같은 방법으로 이름을 다듬는다.
    name: Type.String({
      maxLength: 100,
      pattern: '\\S',
      description: '이름은 1자 이상 100자 이하의 문자열이어야 합니다.',
    }),
    age: Type.Integer({
      minimum: 0,
      maximum: 150,
      description: '나이는 0부터 150까지의 정수여야 합니다.',
    }),
  },
  { additionalProperties: false, examples: [{ name: 'Kang', age: 20 }] },
);
export type UserInput = Static<typeof UserInput>;

/** 저장된 사용자. null은 ex5에서 손으로 만든 테이블에만 있을 수 있다. */
export const User = Type.Object({
  id: Type.Integer(),
  name: Type.Union([Type.String(), Type.Null()]),
  age: Type.Union([Type.Integer(), Type.Null()]),
});
export type User = Static<typeof User>;

/** 사용자 저장소의 다섯 함수. ex5도 이 다섯을 그대로 지킨다. */
export interface Users {
  /** id가 after보다 큰 사용자를 id 순서로 limit명까지 반환한다. */
  listUsers(after: number, limit: number): Promise<User[]>;
  /** 사용자 한 명. 없으면 undefined다. */
  findUser(id: number): Promise<User | undefined>;
  /** 새 id를 주어 추가하고 반환한다. 더 둘 수 없으면 full()을 던진다. */
  addUser(input: UserInput): Promise<User>;
  /** 내용을 바꾸고 바뀐 사용자를 반환한다. 없으면 undefined다. */
  changeUser(id: number, input: UserInput): Promise<User | undefined>;
  /** 지웠으면 true, 없었으면 false다. */
  removeUser(id: number): Promise<boolean>;
}

/** 자리가 없다는 오류. Fastify는 statusCode를 응답의 상태 코드로 쓴다. */
export function full() {
  return Object.assign(new Error('full'), { statusCode: 409 });
}

/** 목록에서 몇 명을, 어느 id 다음부터 볼지. */
export const Page = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: 100,
      description: 'limit은 1부터 1000까지의 정수여야 합니다.',
    }),
  ),
  after: Type.Optional(
    Type.Integer({
      default: 0,
      description: 'after는 사용자의 id여야 합니다.',
    }),
  ),
});

/** 주소에 적힌 사용자의 id. */
export const UserId = Type.Object({ id: Type.Integer({ examples: [1] }) });

/** 오류의 형식(RFC 9457). Content-Type도 다른 JSON과 다르다. */
const Problem = {
  description: '오류',
  content: {
    'application/problem+json': {
      schema: Type.Object({
        title: Type.String(),
        status: Type.Integer(),
        detail: Type.String(),
        errors: Type.Optional(
          Type.Array(
            Type.Object({ field: Type.String(), detail: Type.String() }),
          ),
        ),
      }),
    },
  },
};

/** 어느 라우트에서나 날 수 있는 오류. default는 그 밖의 모든 상태 코드다. */
export const problems = { 400: Problem, 404: Problem, default: Problem };
