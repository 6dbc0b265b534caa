import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '메인 페이지를 연다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      words: ['이것은 메인 페이지입니다.'],
    },
  },
  {
    title: '정적 라우트를 연다',
    method: 'GET',
    path: 'about',
    expect: { status: 200, words: ['이 페이지는 About 페이지입니다.'] },
  },
  {
    title: '정적 라우트의 끝에 빗금을 붙인다',
    method: 'GET',
    path: 'about/',
    expect: { status: 404 },
  },
  {
    title: '동적 라우트에 이름을 적는다',
    method: 'GET',
    path: 'hello/홍길동',
    expect: { status: 200, words: ['홍길동'] },
  },
  {
    title: '이름에 태그를 적는다',
    method: 'GET',
    path: 'hello/<b>홍길동',
    expect: { status: 200, words: ['&lt;b&gt;홍길동'] },
  },
  {
    title: '이름을 빠뜨린다',
    method: 'GET',
    path: 'hello/',
    expect: { status: 404 },
  },
  {
    title: '이름에 빗금을 넣는다',
    method: 'GET',
    path: 'hello/a/b',
    expect: { status: 404 },
  },
  {
    title: '다른 메서드로 보낸다',
    method: 'POST',
    path: 'about',
    expect: { status: 405, headers: { allow: 'GET' } },
    inFlask: {
      expect: { headers: { allow: 'OPTIONS' } },
      why:
        'Flask는 라우트마다 HEAD와 함께 OPTIONS에도 저절로 답한다. 그래서 ' +
        '쓸 수 있는 메서드를 알려 주는 Allow 헤더에 OPTIONS가 더 있다.',
    },
  },
];
