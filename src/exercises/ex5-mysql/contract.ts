import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '프론트의 목록 열기', get: '', see: ['사용자 목록'] },
  { do: 'API로 사용자 조회', get: 'api/users', gives: [] },
  {
    do: 'API로 사용자 추가',
    post: 'api/user',
    json: { name: 'Jonggyu', age: 17 },
    status: 201,
    gives: { name: 'Jonggyu', age: 17 },
    keep: { as: 'id', field: 'id' },
  },
  { do: '프론트의 목록에서 보기', get: '', see: ['Jonggyu 17'] },
  {
    do: '프론트에서 수정하기',
    post: '{id}/edit',
    form: { name: '종규', age: '15' },
    see: ['사용자 목록', '종규 15'],
  },
  {
    do: '수정한 것을 API로 확인',
    get: 'api/user/{id}',
    gives: { name: '종규', age: 15 },
  },
  {
    do: 'API로 나이 되돌리기',
    put: 'api/user/{id}',
    json: { name: 'Jonggyu', age: 17 },
    gives: { name: 'Jonggyu', age: 17 },
  },
  {
    do: '같은 내용으로 한 번 더 보내기',
    put: 'api/user/{id}',
    json: { name: 'Jonggyu', age: 17 },
    gives: { name: 'Jonggyu', age: 17 },
  },
  {
    do: '지우기 전에 묻는 페이지 열기',
    get: '{id}/delete',
    see: ['삭제할까요?', 'Jonggyu'],
    elsewhere: 'skip',
  },
  {
    do: '프론트에서 삭제하기',
    post: '{id}/delete',
    see: ['사용자 목록'],
  },
  { do: '삭제한 사용자 조회', get: 'api/user/{id}', status: 404 },
];

export const differences: Difference[] = [
  {
    request: {
      do: 'API로 이름이 한글인 사용자 추가',
      post: 'api/user',
      json: { name: '종규', age: 17 },
    },
    here: { status: 201, body: ['"종규"'] },
    flask: { status: 201, body: ['"\\uc885\\uaddc"'] },
    why:
      'Flask는 JSON의 한글을 \\u로 시작하는 번호로 바꾸어 보낸다. ' +
      '데이터베이스에는 한글 그대로 들어 있고, JSON으로 읽으면 같은 글자다.',
  },
];
