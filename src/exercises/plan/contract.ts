import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '프로젝트와 프로덕트의 차이, 열 단계, 활동지 목록을 본다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: [
        '프로젝트와 프로덕트',
        '1.1 프로젝트 아이디어 도출',
        '10.6 데이터 백업 및 시스템 종료',
        '배달 서비스 예시로 시작',
      ],
    },
  },
  {
    title: '배달 서비스 예시가 적힌 새 활동지를 연다',
    method: 'GET',
    path: 'new?from=example',
    expect: {
      status: 200,
      words: ['배달 서비스', '비즈니스 모델', '배달비', '저장'],
    },
  },
  {
    title: '저장하면 활동지의 주소로 보내 준다',
    method: 'POST',
    path: 'new',
    form: { title: '배달 서비스', overview: '동네 음식을 집에서 받는다.' },
    expect: { status: 303 },
    keep: { as: 'sheet', header: 'location' },
  },
  {
    title: '목록에서 본다',
    method: 'GET',
    path: '',
    expect: { status: 200, words: ['배달 서비스'] },
  },
  {
    title: '내용을 고치고, 마친 일에 표시한다',
    method: 'POST',
    path: '{sheet}/edit',
    form: {
      version: '1',
      title: '도시락 배달',
      overview: '학교 앞 도시락을 강의실에서 받는다.',
      done: '1.1',
    },
    expect: { status: 303 },
  },
  {
    title: '고친 활동지를 본다',
    method: 'GET',
    path: '{sheet}',
    expect: {
      status: 200,
      words: ['도시락 배달', '학교 앞 도시락을 강의실에서 받는다.'],
    },
  },
  {
    title: '옛글을 보던 창에서 저장하면, 덮어쓰지 않고 두 글을 보여 준다',
    method: 'POST',
    path: '{sheet}/edit',
    form: { version: '1', title: '도시락 배달', overview: '빵을 나른다.' },
    expect: {
      status: 409,
      words: ['빵을 나른다.', '학교 앞 도시락을 강의실에서 받는다.'],
    },
  },
  {
    title: '6부에 실행 중인 표를 넣어 본다. 아직 저장하지 않는다',
    method: 'POST',
    path: '{sheet}/edit',
    form: { version: '2', title: '도시락 배달', insert: 'table' },
    expect: { status: 200, words: ['users', '- name: varchar'] },
  },
  {
    title: '마크다운으로 내려받는다',
    method: 'GET',
    path: '{sheet}/markdown',
    expect: {
      status: 200,
      headers: {
        'content-type': 'text/markdown',
        'content-disposition': 'attachment',
      },
      words: ['# 도시락 배달', '- [x] 1.1 프로젝트 아이디어 도출'],
    },
  },
  {
    title: '제목 없이는 저장하지 않는다. 적은 글은 남는다',
    method: 'POST',
    path: 'new',
    form: { title: '', overview: '제목을 잊었다.' },
    expect: { status: 400, words: ['제목을 잊었다.', '다시 확인해 주세요'] },
  },
  {
    title: '지우기 전에 묻는다',
    method: 'GET',
    path: '{sheet}/delete',
    expect: { status: 200, words: ['삭제할까요?'] },
  },
  {
    title: '삭제한다',
    method: 'POST',
    path: '{sheet}/delete',
    expect: { status: 303 },
  },
  {
    title: '삭제한 활동지는 없다',
    method: 'GET',
    path: '{sheet}',
    expect: { status: 404 },
  },
];
