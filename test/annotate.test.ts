import { describe, expect, test } from 'vitest';
import { markCode } from '../src/site/lesson/prose.ts';
import { annotate } from '../src/site/source/annotate.ts';

/**
 * The blocks of a text as one string: `> ` before each paragraph of prose, the
 * code as it is, and a dash between two blocks.
 */
function divide(path: string, text: string): string {
  const lines = text.split('\n');
  const blocks = annotate(path, text).map(({ prose, code }) => [
    ...prose.map((paragraph) => `> ${paragraph}`),
    ...(code ? lines.slice(code.first - 1, code.last) : []),
  ]);
  return blocks.map((block) => block.join('\n')).join('\n-\n');
}

describe('puts a comment beside the code below it', () => {
  test.each([
    [
      'a.ts',
      `import { a } from './a.ts';

/**
 * Says what
 * it is for.
 *
 * @param it a thing
 * @returns another
 */
function b() {
  // Two things:
  // - one,
  //   that is long,
  // - two.
  return 1; // not a line of its own
}
/* last */`,
      `import { a } from './a.ts';
-
> Says what it is for.
> @param it a thing
> @returns another
function b() {
-
> Two things:
> - one, that is long,
> - two.
  return 1; // not a line of its own
}
-
> last`,
    ],
    [
      'a.ejs',
      `<%
// Finds it.
const a = 1;
-%>
<%# A comment
    of two lines. -%>
<p><%= a %></p> <%# not alone %>
<!-- This one is sent. -->
<% } %>`,
      `<%
-
> Finds it.
const a = 1;
-%>
-
> A comment of two lines.
<p><%= a %></p> <%# not alone %>
-
> This one is sent.
<% } %>`,
    ],
    [
      'a.css',
      '/* Ink,\n   and paper. */\na { b: c; }\n/* x */ d { e: f; }',
      '> Ink, and paper.\na { b: c; }\n/* x */ d { e: f; }',
    ],
    ...[
      'compose.yaml',
      'Dockerfile',
      '.env.example',
      '.ci/run',
      '.gitignore',
    ].map((path) => [
      path,
      '# What,\n# and why.\nA=1\n\n# More.\n\n# And more.\nB=2',
      '> What, and why.\nA=1\n-\n> More.\n> And more.\nB=2',
    ]),
    [
      'app.py',
      `"""ex1: small.

More words.
"""
import os

# The home page.
def home():
    """One line."""
    return "# no comment"`,
      `> ex1: small.
> More words.
import os
-
> The home page.
def home():
-
> One line.
    return "# no comment"`,
    ],
    [
      'flask/a/templates/a.html',
      '{# Two\n   lines. #}\n<p>{{ a }}</p>\n<!-- Sent. -->\n<hr>\n{#- x -#}',
      '> Two lines.\n<p>{{ a }}</p>\n-\n> Sent.\n<hr>\n-\n> x',
    ],
  ])('in %s', (path, text, blocks) => {
    expect(divide(`${path}`, `${text}`)).toBe(blocks);
  });
});

describe('takes for code', () => {
  test.each([
    ['a mark in a string', 'a.ts', 'const a = `\n// no\n/* no */\n# no\n`;'],
    ['a mark in a Python string', 'a.py', 'A = """\n# no\n"""\nB = 1'],
    ['a mark in a YAML text', 'a.yaml', 'a: |\n  b\n  # no\nb: 1'],
    ['an address', 'a.ts', "const a = 'http://b';"],
    ['a comment before code', 'a.ts', '/* a */ b();\nc(); /* d */'],
    ['an interpreter', '.ci/run', '#!/bin/sh\ntrue'],
    ['a directive', 'Dockerfile', '# syntax=docker/dockerfile:1\nFROM a'],
    ['text without comments', 'LICENSE', '# a\n// b'],
    ['JSON', 'a.json', '{\n  "a": "// no"\n}'],
  ])('%s', (_what, path, text) => {
    expect(divide(path, text)).toBe(text);
  });
});

describe('loses nothing of odd input', () => {
  test.each(['a.ts', 'a.ejs', 'a.css', 'a.py', 'a.html', 'a.yaml', 'LICENSE'])(
    'an empty file: %s',
    (path) => {
      expect(annotate(path, '')).toEqual([]);
      expect(annotate(path, '\n\n')).toEqual([]);
    },
  );

  test.each([
    ['a.ts', 'a();\n/* never\nclosed'],
    ['a.css', 'a { }\n/* never\nclosed'],
    ['a.ejs', '<p>\n<%# never\nclosed'],
    ['a.py', 'a = 1\n"""never\nclosed'],
    ['flask/a.html', '<p>\n{# never\nclosed'],
  ])('a comment that is not closed: %s', (path, text) => {
    expect(divide(path, text)).toMatch(/never\s+closed/);
  });

  test('a file of comments, of blank lines at both ends, of no last line end', () => {
    expect(annotate('a.ts', '\n\n// One.\n\n// Two.')).toEqual([
      { prose: ['One.', 'Two.'], code: undefined },
    ]);
    expect(annotate('a.ts', '\n\na();\n\n')).toEqual([
      { prose: [], code: { first: 3, last: 3 } },
    ]);
  });
});

test.each([
  [
    'docker build -t ex_1 . 은 빌드한다.',
    '<code>docker build -t ex_1 .</code> 은 빌드한다.',
  ],
  ['npm ci, npm test를', '<code>npm ci</code>, <code>npm test</code>를'],
  ['(flask --app a.py run)', '(<code>flask --app a.py run</code>)'],
  ['Flask는 app.py의 name을', 'Flask는 <code>app.py</code>의 name을'],
])('sets code in prose: %s', (prose, html) => {
  expect(markCode(prose, new Set())).toBe(html);
});
