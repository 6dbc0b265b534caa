import { escapeHtml, html, serve } from './web.ts';

const person = {
  phoneNumbers: ['010-1234-5678', '070-0000-9999'],
  address: { city: 'Busan', street: 'Chungryeol-ro' },
  isStudent: false,
  age: 19,
  name: 'Park Jonggyu',
};

const page = `<h1>JSON 연습</h1><code>${escapeHtml(JSON.stringify(person))}</code>
<form action="/check" method="get"><label>JSON 입력
<textarea name="content"></textarea></label><button>확인</button></form>`;

serve((_method, { pathname, searchParams }) => {
  if (pathname === '/') return { headers: html, body: page };
  if (pathname !== '/check') return { status: 404 };
  try {
    const value = JSON.parse(searchParams.get('content') ?? '');
    const shown = escapeHtml(JSON.stringify(value));
    return { headers: html, body: `<p>맞는 JSON이에요: ${shown}` };
  } catch {
    return { headers: html, body: '<p>JSON이 아니에요.' };
  }
});
