import { escapeHtml, html, serve } from './web.ts';

serve((method, { pathname }) => {
  const [, name] = /^\/hello\/([^/]+)$/.exec(pathname) ?? [];
  if (method !== 'GET') return { status: 405, body: 'GET only' };
  if (pathname === '/') {
    return { headers: html, body: '<b>이것은</b> 메인 페이지입니다.' };
  }
  if (/^\/about\/?$/.test(pathname)) {
    return { headers: html, body: '이 페이지는 About 페이지입니다.' };
  }
  if (name) {
    const shown = escapeHtml(decodeURIComponent(name));
    return { headers: html, body: `<p>${shown}, 어서 와!` };
  }
  return { status: 404, headers: html, body: '<h1>길을 잃었어요</h1>' };
});
