import { html, serve } from './web.ts';

const page = `<html><head><meta charset=utf-8>
<link href=style.css rel='stylesheet'></head><body>
<h3>나를 소개합니다 🙋</h3><p>저는 김학생입니다.</p>
<h4>오늘의 일정</h4><ol><li>수업 듣기<li>점심 먹기</ol>
<h4>주간 시간표</h4>
<table><thead><tr><th>요일<th>활동</thead><tr><td>월<td>복습</table>
<h4>나의 이미지</h4><img src=./photo.png></body></html>`;

const picture = Buffer.from('89504e470d0a1a0a', 'hex').toString('latin1');

serve((_method, { pathname }) => {
  if (pathname === '/') return { headers: html, body: page };
  if (pathname === '/style.css') {
    return { headers: { 'Content-Type': 'text/css' }, body: 'body{}' };
  }
  if (pathname === '/photo.png') {
    return { headers: { 'Content-Type': 'image/png' }, body: picture };
  }
  return { status: 404, body: '' };
});
