import { type Static, Type } from 'typebox';

// 스키마는 주고받을 데이터의 모양이다. 어긋난 요청은 함수까지 오지 못하고 400이
// 되며, description이 그때의 안내문이 된다. 같은 스키마에서 타입스크립트의
// 타입도, API의 설명서(OpenAPI)도 만들어진다.

/** 사용자를 추가하거나 바꿀 때 받는 내용. */
export const UserInput = Type.Object(
  {
    // (?=\s*\S)는 빈칸뿐인 이름을, \P{Cs}는 깨진 글자를 막는다.
    name: Type.String({
      maxLength: 100,
      pattern: '^(?=\\s*\\S)\\P{Cs}*$',
      description: '이름은 1자 이상 100자 이하의 문자열이어야 합니다.',
    }),
    age: Type.Integer({
      minimum: 0,
      maximum: 150,
      description: '나이는 0부터 150까지의 정수여야 합니다.',
    }),
  },
  { additionalProperties: false },
);
export type UserInput = Static<typeof UserInput>;

/** 저장된 사용자. null은 ex5에서 손으로 만든 표에만 있을 수 있다. */
export const User = Type.Object({
  id: Type.Integer(),
  name: Type.Union([Type.String(), Type.Null()]),
  age: Type.Union([Type.Integer(), Type.Null()]),
});
export type User = Static<typeof User>;

/** 사용자 저장소가 할 줄 아는 다섯 가지. ex5도 이 다섯을 그대로 지킨다. */
export interface Users {
  listUsers(after: number, limit: number): Promise<User[]>;
  findUser(id: number): Promise<User | undefined>;
  addUser(input: UserInput): Promise<User>;
  changeUser(id: number, input: UserInput): Promise<User | undefined>;
  removeUser(id: number): Promise<boolean>;
}

// 주소에 적는 값은 모두 문자열이므로 숫자의 모양을 정규식으로 정한다.

/** 목록에서 몇 명을, 어느 id 다음부터 볼지. */
export const Page = Type.Object({
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9]\\d{0,2}|1000)$',
      description: 'limit은 1부터 1000까지의 정수여야 합니다.',
    }),
  ),
  after: Type.Optional(
    Type.String({
      pattern: '^\\d{1,15}$',
      description: 'after는 사용자의 id여야 합니다.',
    }),
  ),
});

/** 주소에 적는 사용자의 번호. */
export const UserId = Type.Object({ id: Type.String() });

/** 오류의 모양(RFC 9457). Content-Type도 보통의 JSON과 다르다. */
export const Problem = {
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
