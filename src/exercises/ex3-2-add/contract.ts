import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '사용법 읽기', get: '', see: ['/add/'] },
  { do: '두 수 더하기', get: 'add/3/5', see: ['3', '5', '8'] },
  { do: '다른 두 수 더하기', get: 'add/12/30', see: ['12', '30', '42'] },
  { do: '음수 넣기', get: 'add/-1/2', status: 404 },
  { do: '숫자가 아닌 것 넣기', get: 'add/x/2', status: 404 },
  { do: '없는 주소 열기', get: 'sub/3/5', status: 404, own: true },
];

export const differences: Difference[] = [
  {
    request: { do: '전각 숫자 넣기', get: 'add/３/５' },
    here: { status: 404 },
    flask: { body: ['3 + 5 ='] },
    why:
      '두 서버 모두 정규식 \\d로 숫자를 알아본다. 자바스크립트의 \\d는 ' +
      '0부터 9까지뿐이지만, 파이썬의 \\d는 전각 숫자처럼 다른 문자에 있는 ' +
      '숫자도 받고 int가 그것을 읽는다.',
  },
];
