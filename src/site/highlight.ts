import { createCssVariablesTheme, createHighlighterCoreSync } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import css from 'shiki/langs/css.mjs';
import docker from 'shiki/langs/docker.mjs';
import dotenv from 'shiki/langs/dotenv.mjs';
import html from 'shiki/langs/html.mjs';
import javascript from 'shiki/langs/javascript.mjs';
import jinja from 'shiki/langs/jinja.mjs';
import json from 'shiki/langs/json.mjs';
import markdown from 'shiki/langs/markdown.mjs';
import python from 'shiki/langs/python.mjs';
import shell from 'shiki/langs/shellscript.mjs';
import sql from 'shiki/langs/sql.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import yaml from 'shiki/langs/yaml.mjs';

/**
 * Shiki has no grammar for EJS: it is HTML, with a little JavaScript between
 * `<%` and `%>`. A brace may open in one tag and close in another, so the
 * JavaScript grammar, which wants them in pairs, cannot be used here.
 */
const ejs = {
  name: 'ejs',
  scopeName: 'text.html.ejs',
  patterns: [{ include: 'text.html.basic' }],
  injections: {
    'L:text.html.ejs - meta.ejs - comment.block.ejs': {
      patterns: [
        { name: 'comment.block.ejs', begin: '<%#', end: '[-_]?%>' },
        {
          name: 'meta.ejs',
          begin: '<%[-=_]?',
          beginCaptures: { 0: { name: 'keyword.ejs' } },
          end: '[-_]?%>',
          endCaptures: { 0: { name: 'keyword.ejs' } },
          patterns: [
            { name: 'comment.line.ejs', match: '//.*$' },
            { name: 'string.quoted.ejs', match: '\'[^\']*\'|"[^"]*"|`[^`]*`' },
            {
              name: 'keyword.control.ejs',
              match: '\\b(const|else|for|if|let|new|of|return)\\b|=>|[=!]==',
            },
            { name: 'constant.language.ejs', match: '\\b(\\d+|null|true)\\b' },
            { name: 'entity.name.function.ejs', match: '\\w+(?=\\()' },
          ],
        },
      ],
    },
  },
  repository: {},
};

const languages: [pattern: RegExp, language: string][] = [
  [/\.ts$/, 'typescript'],
  [/\.ejs$/, 'ejs'],
  [/\.css$/, 'css'],
  [/\.js$/, 'javascript'],
  [/\.json$/, 'json'],
  [/\.md$/, 'markdown'],
  [/\.py$/, 'python'],
  [/^flask\/.*\.html$/, 'jinja-html'],
  [/\.(html|svg)$/, 'html'],
  [/\.yaml$/, 'yaml'],
  [/\.sql$/, 'sql'],
  [/(^|\/)Dockerfile$/, 'docker'],
  [/\.env\.example$/, 'dotenv'],
  [/(\.sh|^\.ci\/run)$/, 'shellscript'],
];

let highlighter: ReturnType<typeof createHighlighterCoreSync> | undefined;

/**
 * Colours a source file. The colours are classes (`<span class="keyword">`),
 * since the pages allow no inline styles.
 *
 * @param path decides the language; an unknown one is not coloured
 * @returns one piece of HTML for each line
 */
export function highlight(path: string, text: string): string[] {
  const lang = languages.find(([pattern]) => pattern.test(path))?.[1] ?? 'text';
  highlighter ??= createHighlighterCoreSync({
    engine: createJavaScriptRegexEngine(),
    themes: [createCssVariablesTheme({ name: 'course', variablePrefix: '' })],
    langs: [
      ...[css, docker, dotenv, html, javascript, jinja, json],
      ...[markdown, python, shell, sql, typescript, yaml],
      [ejs],
    ],
  });
  const lines = highlighter.codeToTokensBase(text, { lang, theme: 'course' });
  return lines.map((tokens) =>
    tokens
      .map(({ content, color = '' }) => {
        const name = /^var\(token-([a-z-]+)\)$/.exec(color)?.[1];
        const escaped = escapeHtml(content);
        return name ? `<span class="${name}">${escaped}</span>` : escaped;
      })
      .join(''),
  );
}

/** Text as it has to be written in HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
