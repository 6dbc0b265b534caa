import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '템플릿으로 만든 페이지 열기', get: '', has: ['heading'] },
];
