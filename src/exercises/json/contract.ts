import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '객체를 바꾼 JSON 보기',
    get: '',
    see: ['"Park Jonggyu"', '"isStudent"', '"phoneNumbers"', 'Busan'],
  },
  {
    do: '올바른 JSON 검사하기',
    post: '',
    form: { text: '{"name":"Jong","age":19}' },
    see: ['"name": "Jong"', '"age": 19'],
  },
  {
    do: '배열도 JSON인지 검사하기',
    post: '',
    form: { text: '["HTML", 42]' },
    see: ['"HTML"', '42'],
  },
  {
    do: '작은따옴표로 감싼 텍스트 검사하기',
    post: '',
    form: { text: "{'name': 'Jong'}" },
    status: 400,
    elsewhere: 'skip',
  },
  {
    do: '마지막에 쉼표를 남긴 텍스트 검사하기',
    post: '',
    form: { text: '[\n  1,\n  2,\n]' },
    status: 400,
    elsewhere: 'skip',
  },
];

export const differences: Difference[] = [
  {
    request: {
      do: '올바른 JSON 검사하기',
      post: '',
      form: { text: '{"name":"Jong","age":19}' },
    },
    here: { body: ['객체(object)'] },
    flask: { body: ['dict'] },
    why:
      '파이썬의 json.loads는 JSON의 객체를 dict로, 배열을 list로, null을 ' +
      'None으로 바꾼다. 언어마다 자료형의 이름이 달라도 JSON은 같다.',
  },
  {
    request: {
      do: '작은따옴표로 감싼 텍스트 검사하기',
      post: '',
      form: { text: "{'name': 'Jong'}" },
    },
    here: { status: 400, body: ['큰따옴표'] },
    flask: { status: 400, body: ['enclosed in double quotes'] },
    why:
      '파이썬은 오류가 난 곳을 숫자로(lineno, colno), 이유를 영어로(msg) ' +
      '알려 준다. 자바스크립트의 JSON.parse는 그 숫자를 주지 않아서, 이 ' +
      '서버는 라이브러리로 찾고 이유는 한국어로 적었다.',
  },
  {
    request: {
      do: '따옴표 없이 NaN을 적은 텍스트 검사하기',
      post: '',
      form: { text: '{"age":NaN}' },
    },
    here: { status: 400 },
    flask: { body: ['NaN'] },
    why:
      '숫자가 아니라는 뜻의 NaN은 JSON에 없다. 그런데 파이썬의 json ' +
      '모듈은 NaN과 Infinity를 읽고, 쓰기까지 한다. 그렇게 만든 텍스트는 ' +
      '다른 언어가 읽지 못한다.',
  },
  {
    request: {
      do: '한글이 든 JSON 검사하기',
      post: '',
      form: { text: '{"이름":"종규"}' },
    },
    here: { body: ['이름&#34;: &#34;종규'] },
    flask: { body: ['\\uc774\\ub984&#34;: &#34;\\uc885\\uaddc'] },
    why:
      'json.dumps는 한글을 \\u로 시작하는 번호로 바꾸어 적는다. 읽으면 ' +
      '같은 글자가 되고, ensure_ascii=False를 주면 한글 그대로 적는다.',
  },
  {
    request: {
      do: '아주 큰 수 검사하기',
      post: '',
      form: { text: '{"id":9007199254740993}' },
    },
    here: { body: [': 9007199254740992'] },
    flask: { body: [': 9007199254740993'] },
    why:
      '자바스크립트의 숫자는 9007199254740992보다 커지면 끝자리가 부정확할 ' +
      '수 있고, 파이썬의 정수는 자릿수에 제한이 없다. 그래서 아주 큰 번호는 ' +
      'JSON에 문자열로 적는다.',
  },
];
