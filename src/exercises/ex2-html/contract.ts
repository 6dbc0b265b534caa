import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '템플릿으로 만든 페이지를 연다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      words: ['<!doctype html>', '<h1>', '템플릿 파일에 적혀 있습니다'],
    },
  },
];
