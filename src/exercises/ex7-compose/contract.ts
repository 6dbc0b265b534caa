import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '구성과 연결 확인하기',
    get: '',
    see: ['브라우저', '프론트', '데이터베이스', 'docker compose up'],
  },
  {
    do: 'API가 데이터베이스와의 연결을 확인한 결과를 JSON으로 보기',
    get: 'database',
    see: ['"hostname"', '"inContainer"', '"address"', '"ms"'],
  },
];
