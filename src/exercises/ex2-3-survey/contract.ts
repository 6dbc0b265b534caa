import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '빈 설문 열기',
    get: '',
    see: ['좋아하는 음식 설문', '이름', '나이', '라면', '피자'],
  },
  {
    do: '설문 제출하기',
    post: 'submit',
    form: { name: '박종규', age: '17', food: '라면' },
    see: [
      '제출 결과',
      '이름 : 박종규',
      '나이 : 17',
      '좋아하는 음식 : 라면',
      '다시 작성하기',
    ],
  },
  {
    do: '이름에 태그를 적어 제출하기',
    post: 'submit',
    form: { name: '<b>홍길동</b>', age: '20', food: '김밥' },
    see: ['이름 : <b>홍길동</b>', '나이 : 20', '좋아하는 음식 : 김밥'],
  },
  {
    do: '나이를 한글로 적어 제출하기',
    post: 'submit',
    form: { name: '박종규', age: '열일곱', food: '라면' },
    status: 400,
    elsewhere: 'skip',
  },
  {
    do: '제출 주소를 주소창에서 열기',
    get: 'submit',
    status: [405, 404],
    elsewhere: 'skip',
  },
  { do: '없는 결과 열기', get: 'result/nobody', status: 404 },
];

export const differences: Difference[] = [
  {
    request: {
      do: '이름 칸을 빼고 제출하기',
      post: 'submit',
      form: { age: '17', food: '라면' },
    },
    here: { status: 400, body: ['다시 확인해 주세요'] },
    flask: { status: 400, body: ['Bad Request'] },
    why:
      "request.form['name']으로 없는 칸을 꺼내면 Flask가 함수를 멈추고 " +
      '영어로 된 400 페이지를 보낸다. 서버가 죽지는 않지만, 입력한 내용도 ' +
      '안내문도 사라진다.',
  },
];
