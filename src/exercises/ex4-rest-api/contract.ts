import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '사용자를 모두 조회한다',
    method: 'GET',
    path: 'api/users',
    expect: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      json: [{ id: 1 }, { id: 2 }, { id: 3 }],
    },
  },
  {
    title: '3번 사용자를 조회한다',
    method: 'GET',
    path: 'api/user/3',
    expect: {
      status: 200,
      words: ['{"id":3,"name":"Park","age":23}'],
      json: { id: 3 },
    },
    inFlask: {
      expect: { words: ['{"age":23,"id":3,"name":"Park"}'] },
      why:
        'Flask는 JSON으로 바꿀 때 키를 알파벳 차례로 늘어놓는다. 객체의 ' +
        '키에는 차례가 없으므로 두 글은 같은 JSON이다.',
    },
  },
  {
    title: '사용자를 추가한다',
    method: 'POST',
    path: 'api/user',
    json: { name: 'Kang', age: 20 },
    expect: {
      status: 201,
      headers: { location: 'api/user/' },
      json: { name: 'Kang', age: 20 },
    },
    keep: { as: 'id', field: 'id' },
  },
  {
    title: '추가한 사용자를 수정한다',
    method: 'PUT',
    path: 'api/user/{id}',
    json: { name: 'Jo', age: 21 },
    expect: { status: 200, json: { name: 'Jo', age: 21 } },
  },
  {
    title: '수정된 것을 확인한다',
    method: 'GET',
    path: 'api/user/{id}',
    expect: { status: 200, json: { name: 'Jo', age: 21 } },
  },
  {
    title: '추가한 사용자를 삭제한다',
    method: 'DELETE',
    path: 'api/user/{id}',
    expect: { status: 204 },
  },
  {
    title: '삭제한 사용자는 없다',
    method: 'GET',
    path: 'api/user/{id}',
    expect: { status: 404 },
  },
  {
    title: '없는 API를 부른다',
    method: 'GET',
    path: 'api/nothing',
    expect: {
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    },
    inFlask: {
      expect: { headers: { 'content-type': 'text/html' } },
      why:
        '오류에 JSON으로 답하는 라우트를 만들어도, 라우트에 없는 주소에는 ' +
        'Flask가 HTML 페이지로 답한다. 그것도 JSON으로 바꾸려면 ' +
        '@app.errorhandler(404)를 적어야 한다.',
    },
  },
  {
    title: '나이를 숫자가 아닌 글로 보내면 거절한다',
    method: 'POST',
    path: 'api/user',
    json: { name: 'Kang', age: '스물' },
    expect: { status: 400 },
  },
  {
    title: '나이를 따옴표로 감싸서 보낸다',
    method: 'POST',
    path: 'api/user',
    json: { name: 'Kang', age: '20' },
    expect: { status: 400 },
    inFlask: {
      expect: { status: 201, json: { name: 'Kang', age: 20 } },
      why:
        '이 서버는 스키마에 적힌 대로 정수만 받는다. Flask에는 스키마가 없어 ' +
        '직접 검사하는데, int()로 바꾸는 검사는 문자열 "20"도 통과시킨다.',
    },
  },
];
