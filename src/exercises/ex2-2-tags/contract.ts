import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '소개 페이지를 연다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      words: [
        '나를 소개합니다',
        '줄바꿈은 이렇게 사용해요.<br>한 줄 더!',
        '오늘의 일정',
        'HTML 실습',
        'CSS 적용',
        '주간 시간표',
        '요일',
        '활동',
        '파이썬 복습',
        '나의 이미지',
        'alt="',
      ],
    },
  },
  {
    title: '소스 보기로 스타일시트와 그림의 주소를 찾는다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: ['"/public/exercises.css"', '"/public/me.svg"'],
    },
    inFlask: {
      expect: { words: ['"/static/style.css"', '"/static/me.svg"'] },
      why:
        'Flask는 app.py 옆의 static 폴더를 /static/ 주소로 저절로 내보낸다. ' +
        'Fastify는 저절로 내보내는 폴더가 없어서, 이 서버가 public 폴더를 ' +
        '/public/ 주소에 직접 이었다.',
    },
  },
];
