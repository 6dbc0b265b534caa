import { DatabaseSync } from 'node:sqlite';
import { escapeHtml, html, json, serve } from './web.ts';

const file = process.env.FILE ?? 'users.sqlite';
const database = new DatabaseSync(file);
database.exec(
  'CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY AUTOINCREMENT, ' +
    'name TEXT, age INTEGER)',
);
const find = database.prepare('SELECT * FROM users WHERE id = ?');
const all = database.prepare('SELECT * FROM users');
const insert = database.prepare('INSERT INTO users (name, age) VALUES (?, ?)');
const update = database.prepare(
  'UPDATE users SET name = ?, age = ? WHERE id = ?',
);
const remove = database.prepare('DELETE FROM users WHERE id = ?');

const page = (title: string, body: string) => ({
  headers: html,
  body: `<title>${title}</title><h1>${title}</h1>${body}`,
});

serve((method, { pathname }, body) => {
  const send = (value: unknown, status = 200) => {
    return { status, headers: json, body: JSON.stringify(value) };
  };
  const [, isApi, id = ''] =
    /^\/(api\/user|edit|delete)\/(\d+)$/.exec(pathname) ?? [];
  const user = find.get(id) as { name: string; age: number } | undefined;
  if (pathname === '/api/users') return send(all.all());
  if (pathname === '/api/user' && method === 'POST') {
    const { name, age } = JSON.parse(body);
    const { lastInsertRowid } = insert.run(name, age);
    return send(find.get(lastInsertRowid), 201);
  }
  if (pathname === '/') {
    const rows = all
      .all()
      .map(
        ({ id, name, age }) =>
          `<tr><td>${escapeHtml(`${name}`)}</td><td>${age}</td>` +
          `<td><a href="/edit/${id}">✏️ edit</a></td>` +
          `<td><a href="/delete/${id}">🗑 delete</a></td></tr>`,
      );
    return page('사용자 목록', `<table>${rows.join('')}</table>`);
  }
  if (!user) return { status: 404, headers: html, body: '없는 사용자' };
  if (isApi === 'api/user') {
    if (method === 'DELETE') remove.run(id);
    if (method === 'DELETE') return { status: 204 };
    const { name, age } = method === 'PUT' ? JSON.parse(body) : user;
    update.run(name, age, id);
    return send(find.get(id));
  }
  if (method === 'POST' && isApi === 'edit') {
    const sent = new URLSearchParams(body);
    update.run(sent.get('fullname'), Number(sent.get('years')), id);
  } else if (isApi === 'delete') {
    // As beginners often have it: the link deletes at once.
    remove.run(id);
  } else {
    return page(
      '수정',
      `<form method="post"><p><label for="n">이름</label>
<input id="n" name="fullname" value="${escapeHtml(user.name)}"></p>
<p><label for="y">나이</label>
<input id="y" type="number" name="years" value="${user.age}"></p>
<button>저장</button></form>`,
    );
  }
  return { status: 303, headers: { Location: '/' } };
});
