import type { LanguageFn } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import django from 'highlight.js/lib/languages/django';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** HTML with JavaScript in its tags; a brace may close in another tag. */
const ejs: LanguageFn = () => ({
  subLanguage: 'xml',
  contains: [
    { scope: 'comment', begin: /<%#/, end: /[-_]?%>/ },
    { scope: 'keyword', begin: /[-_]?%>/ },
    {
      scope: 'keyword',
      begin: /<%[-=_]?/,
      starts: { end: /(?=[-_]?%>)/, subLanguage: 'js' },
    },
  ],
});

/** A string that stands alone is what Python has for a heading comment. */
const docstring = { scope: 'comment', begin: /^[ \t]*"""/, end: /"""/ };
const documented: LanguageFn = (api) => {
  const grammar = python(api);
  return { ...grammar, contains: [docstring, ...grammar.contains] };
};

/** Which files are in which language; a template's is made of others. */
const languages: [files: RegExp, name: string, grammar: LanguageFn][] = [
  [/\.ts$/, 'typescript', typescript],
  [/\.ejs$/, 'ejs', ejs],
  [/\.css$/, 'css', css],
  [/\.js$/, 'js', javascript],
  [/\.json$/, 'json', json],
  [/\.md$/, 'markdown', markdown],
  [/\.py$/, 'python', documented],
  [/^flask\/.*\.html$/, 'django', django],
  [/\.(html|svg)$/, 'xml', xml],
  [/\.yaml$/, 'yaml', yaml],
  [/(^|\/)Dockerfile$/, 'dockerfile', dockerfile],
  [/\.(sh|env\.example|(docker|git)ignore)$|^\.ci\/run$/, 'bash', bash],
  [/$/, 'text', () => ({ contains: [] })],
];
for (const [, name, grammar] of languages) hljs.registerLanguage(name, grammar);

/** A piece of a line as HTML, and what kind of code it is, as a class. */
export interface Token {
  html: string;
  kind: string;
}

/** Files seldom change, and reading a large one takes some milliseconds. */
const known = new Map<string, { text: string; lines: Token[][] }>();

/**
 * Divides a source file into tokens, line by line.
 *
 * @param path decides the language; in an unknown one, lines are plain text
 */
export function tokenize(path: string, text: string): Token[][] {
  const seen = known.get(path);
  if (seen?.text === text) return seen.lines;
  const [, language = ''] = languages.find(([files]) => files.test(path)) ?? [];
  const code = text.replace(/\n$/, '');
  const { value } = hljs.highlight(code, { language, ignoreIllegals: true });
  const lines: Token[][] = [[]];
  const open: string[] = [];
  // A piece may be in others, and they may go on over several lines.
  for (const part of value.split(/(<span class="[^"]*">|<\/span>|\n)/)) {
    const [, opened] = /^<span class="(.*)">$/.exec(part) ?? [];
    if (opened !== undefined) open.push(/^hljs/.test(opened) ? opened : '');
    else if (part === '</span>') open.pop();
    else if (part === '\n') lines.push([]);
    else if (part !== '') {
      // Whatever stands in a comment, such as `@param`, is a part of it.
      const comment = open.find((kind) => kind === 'hljs-comment');
      lines.at(-1)?.push({ html: part, kind: comment ?? open.at(-1) ?? '' });
    }
  }
  known.set(path, { text, lines });
  return lines;
}

/**
 * Colours a source file. The colours are classes (`<span class="keyword">`),
 * since the pages allow no inline styles.
 *
 * @returns one piece of HTML for each line
 */
export function highlight(path: string, text: string): string[] {
  return tokenize(path, text).map((tokens) =>
    tokens
      .map(({ html, kind }) =>
        kind ? `<span class="${kind}">${html}</span>` : html,
      )
      .join(''),
  );
}
