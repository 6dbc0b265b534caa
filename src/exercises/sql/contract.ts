import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '열네 문장이 순서대로 있는 페이지 열기',
    get: '',
    see: ['MySQL 기본 명령어', '$ mysql ', 'SELECT * FROM practice_users;'],
  },
];
