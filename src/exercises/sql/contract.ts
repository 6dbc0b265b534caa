import type { Step } from '../../contract.ts';

/** 이 실습이 지키는 약속. 테스트가 이 차례대로 요청을 보내 확인한다. */
export const contract: Step[] = [
  {
    title: '열네 문장이 차례로 있는 페이지를 연다',
    method: 'GET',
    path: '',
    expect: {
      status: 200,
      words: [
        'MySQL 기본 명령어',
        '$ mysql ',
        'CREATE DATABASE',
        'SELECT * FROM practice_users;',
        'DROP DATABASE',
      ],
    },
  },
  {
    title: '연습 표를 처음으로 되돌린다',
    method: 'POST',
    path: 'run/reset',
    expect: { status: 303 },
  },
  {
    title: '표가 없을 때 데이터를 넣으면 먼저 할 단계를 알려 준다',
    method: 'POST',
    path: 'run/insert',
    form: { name: 'Jonggyu', age: '17' },
    expect: { status: 409, words: ['연습 표가 없습니다', '테이블 생성'] },
  },
  {
    title: '표를 만든다',
    method: 'POST',
    path: 'run/create-table',
    expect: { status: 303, headers: { location: '#create-table' } },
  },
  {
    title: '데이터를 넣는다',
    method: 'POST',
    path: 'run/insert',
    form: { name: 'Jonggyu', age: '17' },
    expect: { status: 303 },
    keep: { as: 'inserted', header: 'location' },
  },
  {
    title: '서버가 답한 줄의 수를 본다',
    method: 'GET',
    path: '{inserted}',
    expect: { status: 200, words: ['영향을 받은 줄: 1', '새 번호(id): 1'] },
  },
  {
    title: '조건에 맞는 데이터를 조회한다',
    method: 'POST',
    path: 'run/select-where',
    form: { name: 'Jonggyu' },
    expect: { status: 303 },
    keep: { as: 'found', header: 'location' },
  },
  {
    title: '서버가 답한 표를 본다',
    method: 'GET',
    path: '{found}',
    expect: {
      status: 200,
      words: ['서버의 대답', '<td>Jonggyu</td>', '<td>17</td>'],
    },
  },
  {
    title: '나이를 숫자로 적지 않으면 다시 묻는다',
    method: 'POST',
    path: 'run/insert',
    form: { name: 'Jonggyu', age: '열일곱' },
    expect: { status: 400, words: ['다시 확인해 주세요', '열일곱'] },
  },
  {
    title: '데이터베이스 삭제는 설명만 한다',
    method: 'POST',
    path: 'run/drop-database',
    expect: { status: 409, words: ['실행하지 않습니다'] },
  },
  {
    title: '표를 지운다',
    method: 'POST',
    path: 'run/drop-table',
    expect: { status: 303 },
  },
];
