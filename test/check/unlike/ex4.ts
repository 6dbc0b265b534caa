import { json, serve } from './web.ts';

interface User {
  id: string;
  age: number;
  name: string;
}

const users: User[] = [{ id: '100', age: 50, name: 'Hong' }];
let last = 100;

serve((method, { pathname }, body) => {
  const [, id] = /^\/api\/user\/(\w+)$/.exec(pathname) ?? [];
  const user = users.find((one) => one.id === id);
  const send = (value: unknown, status = 200) => {
    return { status, headers: json, body: JSON.stringify(value) };
  };
  if (method === 'GET' && pathname === '/api/users') return send(users);
  if (method === 'POST' && pathname === '/api/user') {
    const { name, age } = JSON.parse(body);
    last += 1;
    const added = { id: `${last}`, age, name };
    users.push(added);
    return send(added);
  }
  if (!user) return send({ error: 'no such user' }, 404);
  if (method === 'PUT') {
    const { name, age } = JSON.parse(body);
    Object.assign(user, { name, age });
  }
  if (method === 'DELETE') {
    users.splice(users.indexOf(user), 1);
    return send({ message: 'deleted' });
  }
  return send(user);
});
