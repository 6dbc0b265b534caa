import { describe, expect, test } from 'vitest';
import { annotate } from '../src/site/source/annotate.ts';

/** Each block as its prose and its lines of code. */
function divide(path: string, text: string) {
  const lines = text.split('\n');
  return annotate(path, text).map(({ prose, code }) => ({
    prose,
    code: code ? lines.slice(code.first - 1, code.last) : [],
  }));
}

describe('puts a comment beside the code below it', () => {
  test('in TypeScript', () => {
    const text = [
      "import { a } from './a.ts';",
      '',
      '/**',
      ' * Says what',
      ' * it is for.',
      ' *',
      ' * @param it a thing',
      ' * @returns another',
      ' */',
      'function b() {',
      '  // One sentence.',
      '  return 1; // not a line of its own',
      '}',
      '/* last */',
    ].join('\n');
    expect(divide('a.ts', text)).toEqual([
      { prose: [], code: ["import { a } from './a.ts';"] },
      {
        prose: [
          'Says what it is for.',
          '@param it a thing',
          '@returns another',
        ],
        code: ['function b() {'],
      },
      {
        prose: ['One sentence.'],
        code: ['  return 1; // not a line of its own', '}'],
      },
      { prose: ['last'], code: [] },
    ]);
  });

  test('in EJS', () => {
    const text = [
      '<%',
      '// Finds it.',
      'const a = 1;',
      '-%>',
      '<%# A comment',
      '    of two lines. -%>',
      '<p><%= a %></p> <%# not alone %>',
      '<!-- This one is sent. -->',
      '<% } %>',
    ].join('\n');
    expect(divide('a.ejs', text)).toEqual([
      { prose: [], code: ['<%'] },
      { prose: ['Finds it.'], code: ['const a = 1;', '-%>'] },
      {
        prose: ['A comment of two lines.'],
        code: ['<p><%= a %></p> <%# not alone %>'],
      },
      { prose: ['This one is sent.'], code: ['<% } %>'] },
    ]);
  });

  test('in CSS', () => {
    const text = '/* Ink,\n   and paper. */\na { b: c; }\n/* x */ d { e: f; }';
    expect(divide('a.css', text)).toEqual([
      {
        prose: ['Ink, and paper.'],
        code: ['a { b: c; }', '/* x */ d { e: f; }'],
      },
    ]);
  });

  test.each([
    'compose.yaml',
    'Dockerfile',
    '.env.example',
    '.ci/run',
    '.gitignore',
  ])('in %s', (path) => {
    const text = '# What,\n# and why.\nA=1\n\n# More.\n\n# And more.\nB=2';
    expect(divide(path, text)).toEqual([
      { prose: ['What, and why.'], code: ['A=1'] },
      { prose: ['More.', 'And more.'], code: ['B=2'] },
    ]);
  });

  test('in Python, with docstrings', () => {
    const text = [
      '"""ex1: small.',
      '',
      'More words.',
      '"""',
      'import os',
      '',
      '# The home page.',
      'def home():',
      '    """One line."""',
      '    return "# no comment"',
    ].join('\n');
    expect(divide('app.py', text)).toEqual([
      { prose: ['ex1: small.', 'More words.'], code: ['import os'] },
      { prose: ['The home page.'], code: ['def home():'] },
      { prose: ['One line.'], code: ['    return "# no comment"'] },
    ]);
  });

  test('each line of a list in a paragraph of its own', () => {
    const text =
      '// Two things:\n// - one,\n//   that is long,\n// - two.\na();';
    expect(divide('a.ts', text)).toEqual([
      {
        prose: ['Two things:', '- one, that is long,', '- two.'],
        code: ['a();'],
      },
    ]);
  });

  test('in Jinja', () => {
    const text =
      '{# Two\n   lines. #}\n<p>{{ a }}</p>\n<!-- Sent. -->\n<hr>\n{#- x -#}';
    expect(divide('flask/a/templates/a.html', text)).toEqual([
      { prose: ['Two lines.'], code: ['<p>{{ a }}</p>'] },
      { prose: ['Sent.'], code: ['<hr>'] },
      { prose: ['x'], code: [] },
    ]);
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
    expect(divide(path, text)).toEqual([{ prose: [], code: text.split('\n') }]);
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
    const words = divide(path, text).flatMap(({ prose, code }) => [
      ...prose,
      ...code,
    ]);
    expect(words.join(' ')).toMatch(/never closed/);
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
