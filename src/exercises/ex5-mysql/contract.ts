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
    expect: {
      status: 200,
      words: ['"종규"'],
      json: { name: '종규', age: 15 },
    },
    inFlask: {
      expect: { words: ['"\\uc885\\uaddc"'] },
      why:
        'Flask는 JSON의 한글을 \\u로 시작하는 번호로 바꾸어 보낸다. ' +
        '데이터베이스에는 한글 그대로 들어 있고, JSON으로 읽으면 같은 글자다.',
    },
  },
  {
    title: 'API로 나이를 되돌린다',
    method: 'PUT',
    path: 'api/user/{id}',
    json: { name: 'Jonggyu', age: 17 },
    expect: { status: 200, json: { name: 'Jonggyu', age: 17 } },
  },
  {
    title: '같은 내용으로 한 번 더 보내도 결과가 같다',
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
