import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '첫 페이지를 연다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      words: ['Hello, Fastify!'],
    },
    inFlask: {
      expect: { words: ['Hello, Flask!'] },
      why:
        '인사하는 이름만 다르고 헤더는 같다. Flask는 문자열을 처음부터 ' +
        'text/html로 보내므로, app.py에는 Content-Type을 정하는 줄이 없다.',
    },
  },
  {
    title: '없는 주소를 연다',
    method: 'GET',
    path: 'nothing',
    expect: { status: 404 },
  },
];
