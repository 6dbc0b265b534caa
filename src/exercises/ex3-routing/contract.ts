import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '메인 페이지 열기', get: '', see: ['이것은 메인 페이지입니다.'] },
  {
    do: '정적 라우트 열기',
    get: 'about',
    see: ['이 페이지는 About 페이지입니다.'],
  },
  {
    do: '정적 라우트 끝에 슬래시(/) 붙이기',
    get: 'about/',
    status: [404, 200],
  },
  { do: '동적 라우트에 이름 적기', get: 'hello/홍길동', see: ['홍길동'] },
  {
    do: '이름에 태그 적기',
    get: 'hello/<b>길동',
    see: ['<b>길동'],
  },
  { do: '이름 빠뜨리기', get: 'hello/', status: 404 },
  { do: '이름에 슬래시(/) 넣기', get: 'hello/a/b', status: 404 },
  { do: '다른 메서드로 보내기', post: 'about', status: [405, 404] },
];

export const differences: Difference[] = [
  {
    request: { do: '다른 메서드로 보내기', post: 'about' },
    here: { status: 405, headers: { allow: 'GET, HEAD' } },
    flask: { status: 405, headers: { allow: 'OPTIONS' } },
    why:
      'Flask는 라우트마다 HEAD와 함께 OPTIONS에도 자동으로 응답한다. 그래서 ' +
      '쓸 수 있는 메서드를 알려 주는 Allow 헤더에 OPTIONS가 더 있다.',
  },
  {
    request: { do: '이름에 %2F로 바꾼 슬래시 넣기', get: 'hello/a%2Fb' },
    here: { body: ['a/b'] },
    flask: { status: 404 },
    why:
      'Fastify는 라우트를 찾은 다음에 %2F를 슬래시로 되돌리므로 이름이 a/b가 ' +
      '된다. Flask에는 이미 되돌려진 주소(hello/a/b)가 와서 맞는 라우트가 ' +
      '없다.',
  },
  {
    request: { do: '이름에 줄바꿈(%0A) 넣기', get: 'hello/%0A' },
    here: { status: 404 },
    flask: { status: 200 },
    why:
      '정규식의 점(.)은 줄바꿈을 뺀 글자 하나다. 그래서 .+로 적은 라우트에는 ' +
      '줄바꿈이 맞지 않는다. Flask의 <name>은 슬래시만 아니면 받는다.',
  },
];
