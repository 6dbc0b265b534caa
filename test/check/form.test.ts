import { expect, test } from 'vitest';
import { elementsOf } from '../../src/contract/page.ts';
import { fillForm } from '../../tools/check/browser/form.ts';

/** What is sent for a page's form, or what keeps it from being filled in. */
function fill(html: string, values: Record<string, string>) {
  const forms = elementsOf(html).filter(({ tagName }) => tagName === 'form');
  const filled = fillForm('http://localhost/page?a=1', values, forms);
  if (filled && 'url' in filled) {
    const { method, url, body } = filled;
    return `${method} ${url} ${decodeURIComponent(body)}`.trim();
  }
  return filled && `${filled.code} ${filled.expected} [${filled.found}]`;
}

const user = { name: 'Kang', age: '20' };
const post = 'POST http://localhost';

test.each([
  [
    'labels by id',
    '<form method=post action=/go><label for=a>이름</label><input id=a name=x><label for=b>나이</label><input id=b name=y></form>',
    `${post}/go x=Kang&y=20`,
  ],
  [
    'labels around',
    '<form method=post><label>나이 <input name=x></label><label>이름 <input name=y></label></form>',
    `${post}/page?a=1 x=20&y=Kang`,
  ],
  [
    'words in cells',
    '<form method=post action=go><table><tr><td>이름:<td><input name=x><tr><td>나이:<td><input name=y></table></form>',
    `${post}/go x=Kang&y=20`,
  ],
  [
    'words before',
    '<form method=post>이름 <input name=x> 나이 <input name=y></form>',
    `${post}/page?a=1 x=Kang&y=20`,
  ],
  [
    'placeholders',
    '<form method=post><input name=x placeholder=이름><input name=y placeholder=나이></form>',
    `${post}/page?a=1 x=Kang&y=20`,
  ],
  [
    'names alone',
    '<form method=post><input name=age><input name=name></form>',
    `${post}/page?a=1 age=20&name=Kang`,
  ],
  [
    'types alone',
    '<form method=post><input name=n type=number><input name=t></form>',
    `${post}/page?a=1 n=20&t=Kang`,
  ],
  [
    'labels, not names',
    '<form method=post><label>이름 <input name=age></label><label>나이 <input name=name></label></form>',
    `${post}/page?a=1 age=Kang&name=20`,
  ],
  [
    'hidden and chosen values',
    '<form method=post><input type=hidden name=h value=1><input name=name><input name=age><input type=checkbox name=c checked><input type=checkbox name=d><input type=text disabled name=e><button name=b value=2>저장</button><button name=z>취소</button></form>',
    `${post}/page?a=1 h=1&name=Kang&age=20&c=on&b=2`,
  ],
  [
    'GET',
    '<form action="/go?x=1#end"><input name=name><input name=age></form>',
    'GET http://localhost/go?name=Kang&age=20',
  ],
  [
    'the form that has them',
    '<form><input type=search name=q></form><form method=post action=/b><input name=name><input name=age></form>',
    `${post}/b name=Kang&age=20`,
  ],
  [
    'a form across cells',
    '<table><tr><form method=post action=/c><td>이름 <input name=name><td><input name=age type=number></form></table>',
    `${post}/c name=Kang&age=20`,
  ],
  [
    'no name',
    '<form method=post><label>이름 <input></label><input name=age></form>',
    'no-name 이름 칸의 name [이름, age]',
  ],
  [
    'no such field',
    '<form method=post><label>이름 <input name=x></label></form>',
    'no-field 나이 칸이 있는 폼 [이름]',
  ],
  ['no form', '<input name=name><input name=age>', undefined],
])('a form with %s is filled in', (_what, html, sent) => {
  expect(fill(html, user)).toBe(sent);
});

test.each([
  [
    'options',
    '<form method=post><label>음식 <select name=f><option value=1>라면<option value=2>김밥 🍙</select></label></form>',
    'f=2',
  ],
  [
    'radio buttons',
    '<form method=post><fieldset><legend>음식</legend><label><input type=radio name=f value=r> 라면</label><label><input type=radio name=f value=k> 김밥</label></fieldset></form>',
    'f=k',
  ],
  [
    'radio buttons before their words',
    '<form method=post><input type=radio name=f value=r> 라면 <input type=radio name=f value=k> 김밥</form>',
    'f=k',
  ],
])('one of several %s is chosen', (_what, html, sent) => {
  expect(fill(html, { food: '김밥' })).toBe(`${post}/page?a=1 ${sent}`);
});

test('a number field takes nothing but numbers', () => {
  const html = '<form method=post><input name=age type=number></form>';
  expect(fill(html, { age: '스물' })).toBe(`${post}/page?a=1 age=`);
});
