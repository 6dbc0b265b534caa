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
    expect: { status: 200, json: { id: 3 } },
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
    title: '나이를 문자열로 보내면 거절한다',
    method: 'POST',
    path: 'api/user',
    json: { name: 'Kang', age: '20' },
    expect: { status: 400 },
  },
];
