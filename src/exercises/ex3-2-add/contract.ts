import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '사용법을 읽는다',
    method: 'GET',
    path: '',
    expect: { status: 200, words: ['/add/숫자1/숫자2'] },
  },
  {
    title: '두 수를 더한다',
    method: 'GET',
    path: 'add/3/5',
    expect: { status: 200, words: ['3 + 5', '8'] },
  },
  {
    title: '아주 큰 수도 정확히 더한다',
    method: 'GET',
    path: 'add/9007199254740993/1',
    expect: { status: 200, words: ['9007199254740994'] },
  },
  {
    title: '앞에 0을 붙인다',
    method: 'GET',
    path: 'add/007/1',
    expect: { status: 200, words: ['7 + 1', '8'] },
  },
  {
    title: '음수는 주소에 맞지 않는다',
    method: 'GET',
    path: 'add/-1/2',
    expect: { status: 404, words: ['add/-1/2'] },
  },
  {
    title: '전각 숫자를 적는다',
    method: 'GET',
    path: 'add/３/５',
    expect: { status: 404 },
    inFlask: {
      expect: { status: 200, words: ['3 + 5', '8'] },
      why:
        '두 서버 모두 정규식 \\d로 숫자를 알아본다. 자바스크립트의 \\d는 ' +
        '0부터 9까지뿐이지만, 파이썬의 \\d는 전각 숫자처럼 다른 문자에 있는 ' +
        '숫자도 받고 int가 그것을 읽는다.',
    },
  },
  {
    title: '없는 주소에는 직접 만든 404 페이지가 나온다',
    method: 'GET',
    path: 'sub/3/5',
    expect: { status: 404, words: ['sub/3/5'] },
  },
];
