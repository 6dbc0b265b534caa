import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '이 서버의 실행 환경과 도커 명령어 보기',
    get: '',
    see: ['호스트 이름', 'docker build -t ex_', 'docker run -d'],
  },
];
