import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '구성을 그린 그림과 화살표를 본다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: ['브라우저', '프론트', 'API', '데이터베이스', 'docker compose up'],
    },
  },
  {
    title: 'API 서버가 데이터베이스까지 가 본 결과를 JSON으로 본다',
    method: 'GET',
    path: 'database',
    expect: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      words: ['hostname', 'inContainer', 'address', 'ms'],
    },
  },
];
