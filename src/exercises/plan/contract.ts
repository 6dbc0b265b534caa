import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  {
    do: '열 단계의 활동 보기',
    get: '',
    see: ['프로젝트와 프로덕트', '1.1 프로젝트 아이디어 도출'],
  },
  { do: '예시로 시작하기', get: 'new?from=example', see: ['가입과 로그인'] },
  {
    do: '활동지 저장하기',
    post: 'save',
    form: { title: '우리 동네 책 교환', users: '책을 나누고 싶은 이웃' },
    status: 303,
    keep: { as: 'sheet', header: 'location' },
  },
  {
    do: '저장한 활동지 보기',
    get: '{sheet}',
    see: ['우리 동네 책 교환', '책을 나누고 싶은 이웃'],
  },
  {
    do: '제목을 비우고 저장하기',
    post: 'save',
    form: { title: '', users: '책을 나누고 싶은 이웃' },
    status: 400,
    see: ['책을 나누고 싶은 이웃'],
  },
  { do: '활동지 삭제하기', post: '{sheet}/delete', see: ['기획 실습'] },
  { do: '삭제한 활동지 열기', get: '{sheet}', status: 404 },
];
