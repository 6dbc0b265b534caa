import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '소개 페이지 열기',
    get: '',
    see: ['나를 소개합니다', '오늘의 일정', '주간 시간표', '나의 이미지'],
    has: ['heading', 'list', 'table', 'image', 'stylesheet'],
  },
];

export const differences: Difference[] = [
  {
    request: { do: '스타일시트와 그림의 주소 찾기', get: '' },
    here: { body: ['"/public/exercises.css"', '"/public/me.svg"'] },
    flask: { body: ['"/static/style.css"', '"/static/me.svg"'] },
    why:
      'Flask는 app.py 옆의 static 폴더를 /static/ 주소로 자동으로 내보낸다. ' +
      'Fastify에는 그런 폴더가 없어서, 이 서버는 @fastify/static으로 public ' +
      '폴더를 /public/ 주소에 연결했다.',
  },
];
