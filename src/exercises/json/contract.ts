import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '객체를 바꾼 JSON을 본다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: ['Park Jonggyu', 'isStudent', 'phoneNumbers', 'Busan'],
    },
  },
  {
    title: '올바른 JSON을 검사한다',
    method: 'POST',
    path: '',
    form: { text: '{"name":"Jong","age":19}' },
    expect: { status: 200, words: ['객체', 'Jong', '19'] },
  },
  {
    title: '작은따옴표로 적은 글을 검사한다',
    method: 'POST',
    path: '',
    form: { text: "{'name': 'Jong'}" },
    expect: { status: 400, words: ['1줄 2번째', '큰따옴표'] },
  },
  {
    title: '마지막에 쉼표를 남긴 글을 검사한다',
    method: 'POST',
    path: '',
    form: { text: '[\n  1,\n  2,\n]' },
    expect: { status: 400, words: ['4줄 1번째', '쉼표'] },
  },
];
