import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '사용자 목록을 연다',
    method: 'GET',
    path: '',
    expect: { status: 200, words: ['사용자 목록', '사용자 추가'] },
  },
  {
    title: '추가하는 폼을 연다',
    method: 'GET',
    path: 'new',
    expect: { status: 200, words: ['이름', '나이', '저장'] },
  },
  {
    title: '사용자를 추가하면 목록으로 돌아간다',
    method: 'POST',
    path: 'new',
    form: { name: 'Kang', age: '20' },
    expect: { status: 303 },
    keep: { as: 'list', header: 'location' },
  },
  {
    title: '추가한 사용자를 목록에서 본다',
    method: 'GET',
    path: '{list}',
    expect: { status: 200, words: ['Kang'] },
  },
  {
    title: 'API가 거절한 까닭을 칸 옆에서 본다',
    method: 'POST',
    path: 'new',
    form: { name: 'Kang', age: '스물' },
    expect: { status: 400, words: ['Kang', '스물', '나이'] },
  },
  {
    title: '없는 사용자를 수정할 수는 없다',
    method: 'GET',
    path: '999999/edit',
    expect: { status: 404 },
  },
];
