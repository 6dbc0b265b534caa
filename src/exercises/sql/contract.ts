import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '열네 문장 보기', get: '', see: ['SELECT * FROM practice_users;'] },
  { do: '두 테이블 합치기', post: 'run/join', see: ['name food 박종규 라면'] },
];
