import { html, serve } from './web.ts';

const lost = '<h1>여기에는 아무것도 없어요</h1><a href=/>처음으로</a>';

serve((_method, { pathname }) => {
  const [, a, b] = /^\/add\/(\d+)\/(\d+)$/.exec(pathname) ?? [];
  if (pathname === '/') {
    return { headers: html, body: '<p>/add/3/5처럼 접속하면 더해 줄게요' };
  }
  if (a === undefined) return { status: 404, headers: html, body: lost };
  const sum = Number(a) + Number(b);
  return {
    headers: html,
    body: `<table><tr><td>${a}<td>${b}<tr><th>합계<td>${sum}</table>`,
  };
});
