import { html, serve } from './web.ts';

const page =
  '<title>나의 첫 페이지</title><h2>처음 만든 페이지</h2><p>반가워요.';

serve((_method, { pathname }) =>
  pathname === '/'
    ? { headers: html, body: page }
    : { status: 404, headers: html, body: '없는 주소입니다.' },
);
