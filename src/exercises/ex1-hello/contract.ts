import type { Difference, Step } from '../../contract/step.ts';

export const contract: Step[] = [
  { do: '첫 페이지 열기', get: '', see: ['Hello'] },
  { do: '없는 주소 열기', get: 'nothing', status: 404 },
];

export const differences: Difference[] = [
  {
    request: { do: '첫 페이지 열기', get: '' },
    here: { body: ['Hello, Fastify!'] },
    flask: { body: ['Hello, Flask!'] },
    why:
      '인사하는 이름만 다르고 헤더는 같다. Flask는 문자열을 처음부터 ' +
      'text/html로 보내므로, app.py에는 Content-Type을 정하는 줄이 없다.',
  },
];
