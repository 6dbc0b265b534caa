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
  [/(\.sh|^\.ci\/run|^\.(docker|git)ignore)$/, 'shellscript'],
];

let highlighter: ReturnType<typeof createHighlighterCoreSync> | undefined;

/** A piece of a line, of one kind: `keyword`, `comment`, '' for plain text. */
export interface Token {
  text: string;
  kind: string;
}

/** Files seldom change, and reading one takes a few milliseconds. */
const known = new Map<string, { text: string; lines: Token[][] }>();

/**
 * Divides a source file into tokens, line by line.
 *
 * @param path decides the language; in an unknown one, lines are plain text
 */
export function tokenize(path: string, text: string): Token[][] {
  const seen = known.get(path);
  if (seen?.text === text) return seen.lines;
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
  const lines = highlighter
    .codeToTokensBase(text.replace(/\n$/, ''), {
      lang,
      theme: 'course',
      includeExplanation: 'scopeName',
      // A busy machine is no reason to read half a line.
      tokenizeTimeLimit: 0,
    })
    .map((tokens) =>
      tokens.map(({ content, color, explanation = [] }) => ({
        text: content,
        kind: isComment(explanation) ? 'comment' : kindOf(color),
      })),
    );
  known.set(path, { text, lines });
  return lines;
}

/** Whatever stands in a comment, such as `@param`, is a part of it. */
function isComment(explanation: { scopes: { scopeName: string }[] }[]) {
  const comment = /^(comment|string\.quoted\.docstring)\b/;
  return (
    explanation.length > 0 &&
    explanation.every(({ scopes }) =>
      scopes.some(({ scopeName }) => comment.test(scopeName)),
    )
  );
}

function kindOf(color = ''): string {
  return /^var\(token-([a-z-]+)\)$/.exec(color)?.[1] ?? '';
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
      .map(({ text, kind }) => {
        const escaped = escapeHtml(text);
        return kind ? `<span class="${kind}">${escaped}</span>` : escaped;
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
