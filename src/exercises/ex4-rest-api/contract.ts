import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '사용자 조회',
    get: 'api/users',
    gives: [],
  },
  {
    do: '3번 사용자 조회',
    get: 'api/user/3',
    gives: { id: 3, name: 'Park', age: 23 },
    elsewhere: 'skip',
  },
  {
    do: '사용자 추가',
    post: 'api/user',
    json: { name: 'Kang', age: 20 },
    status: 201,
    gives: { name: 'Kang', age: 20 },
    keep: { as: 'id', field: 'id' },
  },
  {
    do: '사용자 한 명 더 추가',
    post: 'api/user',
    json: { name: 'Choi', age: 31 },
    status: 201,
    gives: { name: 'Choi', age: 31 },
    keep: { as: 'other', field: 'id' },
  },
  {
    do: '추가한 사용자 조회',
    get: 'api/user/{id}',
    gives: { name: 'Kang', age: 20 },
  },
  {
    do: '추가한 두 사용자를 목록에서 보기',
    get: 'api/users',
    gives: [
      { name: 'Kang', age: 20 },
      { name: 'Choi', age: 31 },
    ],
  },
  {
    do: '추가한 사용자 수정',
    put: 'api/user/{id}',
    json: { name: 'Jo', age: 21 },
    gives: { name: 'Jo', age: 21 },
  },
  {
    do: '수정한 사용자 조회',
    get: 'api/user/{id}',
    gives: { name: 'Jo', age: 21 },
  },
  { do: '추가한 사용자 삭제', delete: 'api/user/{id}', status: 204 },
  { do: '삭제한 사용자 조회', get: 'api/user/{id}', status: 404 },
  { do: '삭제한 사용자 다시 삭제', delete: 'api/user/{id}', status: 404 },
  {
    do: '다른 사용자는 그대로인지 보기',
    get: 'api/user/{other}',
    gives: { name: 'Choi', age: 31 },
  },
  { do: '다른 사용자도 삭제', delete: 'api/user/{other}', status: 204 },
  {
    do: '나이를 숫자가 아닌 문자열로 보내기',
    post: 'api/user',
    json: { name: 'Kang', age: '스물' },
    status: 400,
    elsewhere: 'skip',
  },
];

export const differences: Difference[] = [
  {
    request: { do: '3번 사용자 조회', get: 'api/user/3' },
    here: { body: ['{"id":3,"name":"Park","age":23}'] },
    flask: { body: ['{"age":23,"id":3,"name":"Park"}'] },
    why:
      'Flask는 JSON으로 바꿀 때 키를 알파벳 순서로 나열한다. 객체의 키에는 ' +
      '순서가 없으므로 두 텍스트는 같은 JSON이다.',
  },
  {
    request: { do: '없는 API 호출', get: 'api/nothing' },
    here: {
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    },
    flask: { status: 404, headers: { 'content-type': 'text/html' } },
    why:
      '오류에 JSON으로 응답하는 라우트를 만들어도, 라우트에 없는 주소에는 ' +
      'Flask가 HTML 페이지로 응답한다. 그것도 JSON으로 바꾸려면 ' +
      '@app.errorhandler(404)를 작성해야 한다.',
  },
  {
    request: {
      do: '나이를 따옴표로 감싸서 보내기',
      post: 'api/user',
      json: { name: 'Kang', age: '20' },
    },
    here: { status: 400 },
    flask: { status: 201, body: ['"age":20'] },
    why:
      '이 서버는 스키마에 적힌 대로 정수만 받는다. Flask에는 스키마가 없어 ' +
      '직접 검사하는데, int()로 바꾸는 검사는 문자열 "20"도 통과시킨다.',
  },
];
