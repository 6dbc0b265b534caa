import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '빈 설문을 연다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: ['좋아하는 음식 설문', '이름', '나이', '라면', '피자', '제출'],
    },
  },
  {
    title: '설문을 제출하면 결과 주소로 보내 준다',
    method: 'POST',
    path: 'submit',
    form: { name: '박종규', age: '17', food: '라면' },
    expect: { status: 303, headers: { location: 'result/' } },
    keep: { as: 'result', header: 'location' },
  },
  {
    title: '결과를 본다',
    method: 'GET',
    path: '{result}',
    expect: {
      status: 200,
      words: [
        '제출 결과',
        '이름 : 박종규',
        '나이 : 17세',
        '좋아하는 음식 : 라면',
        '다시 작성하기',
      ],
    },
  },
  {
    title: '이름에 태그를 적어도 글자로 보인다',
    method: 'POST',
    path: 'submit',
    form: { name: '<b>홍길동</b>', age: '20', food: '김밥' },
    expect: { status: 303 },
    keep: { as: 'escaped', header: 'location' },
  },
  {
    title: '태그를 적은 결과를 본다',
    method: 'GET',
    path: '{escaped}',
    expect: { status: 200, words: ['&lt;b&gt;홍길동&lt;/b&gt;'] },
  },
  {
    title: '나이를 숫자로 적지 않으면 다시 묻는다',
    method: 'POST',
    path: 'submit',
    form: { name: '박종규', age: '열일곱', food: '라면' },
    expect: { status: 400, words: ['박종규', '다시 확인해 주세요'] },
  },
  {
    title: '이름 칸을 아예 빼고 보낸다',
    method: 'POST',
    path: 'submit',
    form: { age: '17', food: '라면' },
    expect: { status: 400, words: ['다시 확인해 주세요'] },
    inFlask: {
      expect: { words: ['Bad Request'] },
      why:
        "request.form['name']으로 없는 칸을 꺼내면 Flask가 함수를 멈추고 " +
        '영어로 된 400 페이지를 보낸다. 서버가 죽지는 않지만, 적은 내용도 ' +
        '안내문도 사라진다.',
    },
  },
  {
    title: '제출 주소를 그냥 열 수는 없다',
    method: 'GET',
    path: 'submit',
    expect: { status: 405, headers: { allow: 'POST' } },
  },
  {
    title: '없는 결과를 연다',
    method: 'GET',
    path: 'result/nobody',
    expect: { status: 404 },
  },
  {
    title: '모두의 답을 본다',
    method: 'GET',
    path: 'tally',
    expect: { status: 200, words: ['라면', '명'] },
  },
];
