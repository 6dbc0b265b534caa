import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '열 단계와 활동지 목록 보기',
    get: '',
    see: ['프로젝트와 프로덕트', '1.1 프로젝트 아이디어 도출'],
  },
];
