import type { Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '사용자 목록 열기', get: '', see: ['사용자 목록'] },
  {
    do: '추가하는 폼 열기',
    get: 'new',
    see: ['이름', '나이'],
    elsewhere: 'skip',
  },
  {
    do: '사용자를 추가하고 목록에서 보기',
    post: 'new',
    form: { name: 'Kang', age: '20' },
    see: ['사용자 목록', 'Kang 20'],
  },
  {
    do: '나이를 한글로 적어 추가하기',
    post: 'new',
    form: { name: 'Kang', age: '스물' },
    status: 400,
    elsewhere: 'skip',
  },
  { do: '없는 사용자 수정하기', get: '999999/edit', status: 404 },
];
