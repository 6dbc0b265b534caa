import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: 'API로 사용자를 추가한다',
    method: 'POST',
    path: 'api/user',
    json: { name: 'Jonggyu', age: 17 },
    expect: {
      status: 201,
      headers: { location: 'api/user/' },
      json: { name: 'Jonggyu', age: 17 },
    },
    keep: { as: 'id', field: 'id' },
  },
  {
    title: '프론트의 목록에서 본다',
    method: 'GET',
    path: '',
    expect: { status: 200, words: ['사용자 목록', 'Jonggyu'] },
  },
  {
    title: '프론트에서 수정한다',
    method: 'POST',
    path: '{id}/edit',
    form: { name: '종규', age: '15' },
    expect: { status: 303 },
  },
  {
    title: '수정된 것을 API로 확인한다',
    method: 'GET',
    path: 'api/user/{id}',
    expect: { status: 200, json: { name: '종규', age: 15 } },
  },
  {
    title: 'API로 나이를 되돌린다',
    method: 'PUT',
    path: 'api/user/{id}',
    json: { name: 'Jonggyu', age: 17 },
    expect: { status: 200, json: { name: 'Jonggyu', age: 17 } },
  },
  {
    title: '지우기 전에 묻는다',
    method: 'GET',
    path: '{id}/delete',
    expect: { status: 200, words: ['삭제할까요?'] },
  },
  {
    title: '프론트에서 삭제한다',
    method: 'POST',
    path: '{id}/delete',
    expect: { status: 303 },
  },
  {
    title: '삭제한 사용자는 없다',
    method: 'GET',
    path: 'api/user/{id}',
    expect: { status: 404 },
  },
];
