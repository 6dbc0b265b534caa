import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '객체를 바꾼 JSON을 본다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: ['Park Jonggyu', 'isStudent', 'phoneNumbers', 'Busan'],
    },
  },
  {
    title: '올바른 JSON을 검사한다',
    method: 'POST',
    path: '',
    form: { text: '{"name":"Jong","age":19}' },
    expect: { status: 200, words: ['객체(object)', 'Jong', '19'] },
    inFlask: {
      expect: { words: ['dict', 'Jong', '19'] },
      why:
        '파이썬의 json.loads는 JSON의 객체를 dict로, 배열을 list로, null을 ' +
        'None으로 바꾼다. 언어마다 부르는 이름이 달라도 JSON은 같다.',
    },
  },
  {
    title: '작은따옴표로 적은 글을 검사한다',
    method: 'POST',
    path: '',
    form: { text: "{'name': 'Jong'}" },
    expect: { status: 400, words: ['1줄 2번째', '큰따옴표'] },
    inFlask: {
      expect: { words: ['1줄 2번째', 'enclosed in double quotes'] },
      why:
        '파이썬은 틀린 곳을 숫자로(lineno, colno), 까닭을 영어로(msg) 알려 ' +
        '준다. 자바스크립트의 JSON.parse는 틀린 곳을 숫자로 주지 않아서, 이 ' +
        '서버는 라이브러리로 찾고 까닭은 한국어로 적었다.',
    },
  },
  {
    title: '마지막에 쉼표를 남긴 글을 검사한다',
    method: 'POST',
    path: '',
    form: { text: '[\n  1,\n  2,\n]' },
    expect: { status: 400, words: ['JSON이 아닙니다'] },
  },
  {
    title: '따옴표 없이 NaN을 적은 글을 검사한다',
    method: 'POST',
    path: '',
    form: { text: '{"age":NaN}' },
    expect: { status: 400, words: ['1줄 8번째'] },
    inFlask: {
      expect: { status: 200, words: ['dict', 'NaN'] },
      why:
        '숫자가 아니라는 뜻의 NaN은 JSON에 없다. 그런데 파이썬의 json ' +
        '모듈은 NaN과 Infinity를 읽고, 적기까지 한다. 그렇게 적은 글은 다른 ' +
        '언어가 읽지 못한다.',
    },
  },
  {
    title: '한글이 든 JSON을 검사한다',
    method: 'POST',
    path: '',
    form: { text: '{"이름":"종규"}' },
    expect: { status: 200, words: ['이름&#34;: &#34;종규'] },
    inFlask: {
      expect: { words: ['\\uc774\\ub984&#34;: &#34;\\uc885\\uaddc'] },
      why:
        'json.dumps는 한글을 \\u로 시작하는 번호로 바꾸어 적는다. 읽으면 ' +
        '같은 글자가 되고, ensure_ascii=False를 주면 한글 그대로 적는다.',
    },
  },
  {
    title: '아주 큰 수를 검사한다',
    method: 'POST',
    path: '',
    form: { text: '{"id":9007199254740993}' },
    expect: { status: 200, words: [': 9007199254740992'] },
    inFlask: {
      expect: { words: [': 9007199254740993'] },
      why:
        '자바스크립트의 숫자는 9007199254740992보다 커지면 끝자리가 어긋날 ' +
        '수 있고, 파이썬의 정수는 크기에 끝이 없다. 그래서 아주 큰 번호는 ' +
        'JSON에 문자열로 적는다.',
    },
  },
];
