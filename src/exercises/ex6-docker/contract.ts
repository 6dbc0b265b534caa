import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '이 서버가 도는 곳과 도커 명령어를 본다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: [
        '호스트 이름',
        'docker build -t ex_',
        'docker run -d',
        'docker compose -f compose.ex6.yaml up -d',
      ],
    },
  },
];
