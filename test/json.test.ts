import { expect, test } from 'vitest';
import { escaped, oddNames, postForm } from './requests.ts';
import { newApp } from './support.ts';

const reasons = {
  'single quotes': '작은따옴표가 아니라 큰따옴표',
  'a trailing comma': '마지막 값 뒤에는 쉼표',
  'a comment': '주석을 적을 수 없습니다',
  'an unquoted key': '객체의 키도 큰따옴표',
  'a Python value': '파이썬의 True, False, None은',
};

const app = newApp();

/** Has the page check a text. */
async function check(text: string) {
  const { statusCode, body } = await postForm(app, '/json/', { text });
  const status = body.split('role="status"')[1]?.split('</div>')[0] ?? '';
  const place = /(\d+)번째 줄 (\d+)번째/.exec(body);
  return {
    statusCode,
    body,
    type: /최상위 값의 자료형: ([^<]+)</.exec(status)?.[1],
    indented: /<pre[^>]*><code>([\s\S]*)<\/code>/.exec(status)?.[1],
    place: place && `${place[1]}:${place[2]}`,
    claims: Object.values(reasons).filter((words) => body.includes(words)),
  };
}

test('says what the top value is', async () => {
  for (const [text, type] of [
    ['{}', '객체(object)'],
    ['[]', '배열(array)'],
    ['"a"', '문자열(string)'],
    ['-0.5e+3', '숫자(number)'],
    ['false', '참/거짓(boolean)'],
    [' null\r\n', '널(null)'],
  ] as const) {
    const result = await check(text);
    expect(result).toMatchObject({ statusCode: 200, type, claims: [] });
    expect(result.indented).toBe(escaped(JSON.stringify(JSON.parse(text))));
  }
});

test('indents as JSON.stringify does', async () => {
  const value = {
    이름: '<b>홍길동</b> 😀',
    빈값: [{}, [], '', null],
    겹침: [[1, [2, { a: [true] }]], { b: { c: -1.5 } }],
  };
  const indented = escaped(JSON.stringify(value, null, 2));
  for (const text of [
    JSON.stringify(value),
    JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n'),
    `\n\n${JSON.stringify(value, null, 7)}   `,
  ]) {
    expect((await check(text)).indented).toBe(indented);
  }
});

test.each<[keyof typeof reasons, [text: string, place: string][]]>([
  [
    'single quotes',
    [
      ["{'name': 'Jong'}", '1:2'],
      ['{"name": \'Jong\'}', '1:10'],
      ['{\n  "a": [\n    {"b": 1},\n    [\'x\']\n  ]\n}', '4:6'],
    ],
  ],
  [
    'a trailing comma',
    [
      ['[1, 2, ]', '1:8'],
      ['{"a": 1,}', '1:9'],
      ['{"a": [\r\n  {"b": 1},\r\n]}', '3:1'],
      ['{"a": {"b": {"c": [],\n\n}}}', '3:1'],
    ],
  ],
  [
    'a comment',
    [
      ['// 설명\n{}', '1:1'],
      ['{"a": 1 /* 하나 */}', '1:9'],
      ['{"a": 1}\n# 끝', '2:1'],
      ['{"a": [1, // 하나,\n2]}', '1:11'],
    ],
  ],
  [
    'an unquoted key',
    [
      ['{name: "Jong"}', '1:2'],
      ['{"a": [{"b": 1, 나이: 2}]}', '1:17'],
      ['{"😀": 1, $x: 2}', '1:10'],
      ['{1: "a"}', '1:2'],
      ['{None: 1}', '1:2'],
      ['{true: 1}', '1:2'],
    ],
  ],
  [
    'a Python value',
    [
      ['{"a": True}', '1:7'],
      ['[1,\r2,\r\nFalse]', '3:1'],
      ['{"a": {"b": [None]}}', '1:14'],
    ],
  ],
])('knows %s', async (mistake, texts) => {
  const claims = [reasons[mistake]];
  for (const [text, place] of texts) {
    const result = await check(text);
    expect(result, text).toMatchObject({ statusCode: 400, place, claims });
  }
});

test('claims none of the five where something else is wrong', async () => {
  for (const [text, place] of [
    ['{"a": "it\'s",', '1:14'],
    ['[1,, 2]', '1:4'],
    ['[,]', '1:2'],
    ['{,}', '1:2'],
    ['[1,}', '1:4'],
    ['{"a": 1,]', '1:9'],
    ['["," 1]', '1:6'],
    ['["a,"}', '1:6'],
    ['[1 / 2]', '1:4'],
    ['{"a": "// #"', '1:13'],
    ['[1, abc]', '1:5'],
    ['{"a": abc}', '1:7'],
    ['{"a" 1}', '1:6'],
    ['{"a": 1 b: 2}', '1:9'],
    ['{"True": "None" "False"}', '1:17'],
    ['[Trueish]', '1:2'],
    ['[nil, NaN]', '1:2'],
    ['{“a”: 1}', '1:2'],
    ['[01]', '1:3'],
    ['{"a": 1}\n\n{"a": 2}', '3:1'],
    ['[1', '1:3'],
    ['[\n', '2:1'],
    [']', '1:1'],
    ['', '1:1'],
    [' \n\t', '2:2'],
    ['\ufeff[]', '1:1'],
    ['[1\u00a0]', '1:3'],
    ['["😀",\u2028😀]', '1:6'],
  ] as const) {
    const result = await check(text);
    expect(result, text).toMatchObject({ statusCode: 400, place, claims: [] });
  }
});

test('points at the start of a value that is broken inside', async () => {
  for (const value of ['"a\\x"', '"\t"', '"\\u12"', '"줄\n"', '1.', '1e']) {
    const result = await check(`[${value}]`);
    expect(result, value).toMatchObject({ place: '1:2', claims: [] });
  }
});

test('keeps whatever was typed', async () => {
  for (const text of [...oddNames, '\n\n{', '</textarea>\r\n[']) {
    const { body } = await check(text);
    // A browser drops the line break right after the tag.
    expect(body).toContain(`spellcheck="false">\n${escaped(text)}</textarea>`);
  }
});

test('shows the line around the mistake without tearing an emoji', async () => {
  const { body } = await check(`[\n"${'😀'.repeat(60)}" x ${'😀'.repeat(60)}`);
  expect(body).not.toContain('\ufffd');
  expect(body).toMatch(/<code>😀{35,}&#34; x 😀{35,}<\/code>/u);
});

test('indents JSON of 50 nested brackets, and knows deeper JSON', async () => {
  for (const depth of [50, 51, 5_000, 10_000]) {
    const text = '['.repeat(depth) + ']'.repeat(depth);
    const { statusCode, type, indented, body } = await check(text);
    expect(statusCode).toBe(200);
    expect(type).toBe('배열(array)');
    expect(indented === undefined).toBe(depth > 50);
    expect(body.includes('너무 깊이 겹쳐')).toBe(depth > 50);
  }
});

test('finds the first mistake of deep text, as far as it reads', async () => {
  for (const [text, place, words] of [
    ['['.repeat(20_000), '1:51', '50번 넘게'],
    ['{"a":'.repeat(5_000), '1:251', '50번 넘게'],
    [`[1,]${'['.repeat(20_000)}`, '1:4', reasons['a trailing comma']],
  ] as const) {
    const result = await check(text);
    expect(result).toMatchObject({ statusCode: 400, place });
    expect(result.body).toContain(words);
  }
});

test('reads 60 KiB of anything without holding up the others', async () => {
  await check('');
  const parts = ['1,', '"', "'x ", '//\n', '[', '{"a":', '\\', '😀', ' '];
  for (const part of parts) {
    const text = part.repeat(60_000 / encodeURIComponent(part).length);
    const start = performance.now();
    const { statusCode } = await check(`[${text}1]`);
    expect(statusCode, part).toBeLessThan(413);
    // It takes some 20 ms; one that looks at each rest again, minutes.
    expect(performance.now() - start, part).toBeLessThan(3_000);
  }
});

test('refuses a form without its one text', async () => {
  const twice: [string, string][] = ['1', '2'].map((text) => ['text', text]);
  for (const fields of [[], twice]) {
    const response = await postForm(app, '/json/', fields);
    expect(response.statusCode).toBe(400);
  }
});
