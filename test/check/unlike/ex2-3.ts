import { escapeHtml, html, serve } from './web.ts';

const menus = ['라면', '김밥', '떡볶이', '비빔밥', '치킨', '피자'];

const form = `<h1>좋아하는 음식 설문</h1>
<form method="POST">
이름: <input type=text name=user required><br>
나이: <input name=years><br>
<fieldset><legend>좋아하는 음식</legend>
${menus.map((menu, at) => `<label><input type=radio name=menu value=${at}> ${menu}</label>`).join('\n')}
</fieldset>
<input type=submit value=제출></form>`;

serve((method, { pathname }, body) => {
  if (pathname !== '/') return { status: 404, headers: html, body: '없어요' };
  if (method !== 'POST') return { headers: html, body: form };
  const sent = new URLSearchParams(body);
  const user = escapeHtml(sent.get('user') ?? '');
  const years = escapeHtml(sent.get('years') ?? '');
  const menu = menus[Number(sent.get('menu'))];
  // The answer itself, not a redirect to it.
  return {
    headers: html,
    body: `<h1>제출 결과</h1><table>
<tr><th>이름</th><td>${user}</td></tr>
<tr><th>나이</th><td>${years}세</td></tr>
<tr><th>좋아하는 음식</th><td>${menu}</td></tr></table>
<a href="/">다시 작성하기</a>`,
  };
});
