import { escapeHtml, html, serve } from './web.ts';

const api = process.env.API_URL;

interface User {
  id: string;
  name: string;
  age: number;
}

async function call(method: string, path: string, user?: object) {
  const body = user ? JSON.stringify(user) : null;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(api + path, { method, headers, body });
  return { ok: response.ok, json: await response.json().catch(() => ({})) };
}

// Everything on one page: a form to add, and one for each row, which stands
// between the row's cells, where HTML does not allow it.
function page(users: User[]): string {
  const rows = users.map(
    ({ id, name, age }) => `<tr><form action="/remove" method="post">
<td>${escapeHtml(name)}</td><td>${age}</td>
<td><a href="/change?who=${id}">고치기</a></td>
<td><button name="who" value="${id}">지우기</button></td></form></tr>`,
  );
  return `<h1>사용자 목록</h1><table>${rows.join('')}</table>
<h2>새 사용자</h2><form action="/users" method="post">
<input placeholder="이름" name="n"><input placeholder="나이" name="a">
<button>등록</button></form>`;
}

const back = { status: 302, headers: { Location: '/' } };

serve(async (method, { pathname, searchParams }, body) => {
  const sent = new URLSearchParams(body);
  const who = sent.get('who') ?? searchParams.get('who') ?? '';
  const user = { name: sent.get('n'), age: Number(sent.get('a')) };
  if (pathname === '/') {
    const { json } = await call('GET', '/api/users');
    return { headers: html, body: page(json as User[]) };
  }
  if (pathname === '/users' && method === 'POST') {
    const { ok } = await call('POST', '/api/user', user);
    return ok ? back : { status: 400, headers: html, body: '거절' };
  }
  if (pathname === '/change') {
    const { json, ok } = await call('GET', `/api/user/${who}`);
    if (!ok) return { status: 404, body: '없음' };
    if (method === 'POST') {
      await call('PUT', `/api/user/${who}`, user);
      return back;
    }
    const { name, age } = json as User;
    const form = `<form method=post><input type=hidden name=who value=${who}>
<label>이름 <input name=n value="${escapeHtml(name)}"></label>
<label>나이 <input name=a value="${age}"></label><button>수정</button></form>`;
    return { headers: html, body: form };
  }
  if (pathname === '/remove' && method === 'POST') {
    await call('DELETE', `/api/user/${who}`);
    return back;
  }
  return { status: 404, headers: html, body: '없는 페이지' };
});
