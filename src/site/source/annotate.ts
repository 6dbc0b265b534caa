import { tokenize } from './highlight.ts';

/** A comment and the code below it. Lines are counted from 1. */
export interface Block {
  /** The comment without its marks, one string a paragraph. */
  prose: string[];
  /** The first and the last line of the code; absent where there is none. */
  code: { first: number; last: number } | undefined;
}

/** What marks a comment, at the beginning and at the end of its lines. */
const marks: [pattern: RegExp, begin: RegExp, end: RegExp][] = [
  [/\.(ts|js|css)$/, /^\s*(\/\/|\/\*\*?|\*(?!\/))?/, /\*\/\s*$/],
  [/\.ejs$/, /^\s*(<%#|\/\/|<!--)?/, /([-_]?%>|-->)\s*$/],
  [/\.html$/, /^\s*(\{#-?|<!--)?/, /(-?#\}|-->)\s*$/],
  [/\.py$/, /^\s*(#|""")?/, /"""\s*$/],
  [/\.sql$/, /^\s*(--)?/, /$/],
];
const hash: (typeof marks)[number] = [/$/, /^\s*#?/, /$/];

/** What looks like a comment, but does something. */
const directive = /^#(!| *(syntax|escape|check) *=)/;

/**
 * Divides a source file into blocks, each a comment with the code that follows
 * it. The comments of the file are the prose of its lesson, so that the two
 * cannot drift apart. A comment is what the highlighter says is one, and has
 * its lines for itself; what follows code on a line is part of the code.
 *
 * @param path decides the language
 */
export function annotate(path: string, text: string): Block[] {
  const [, begin, end] = marks.find(([name]) => name.test(path)) ?? hash;
  const blocks: Block[] = [];
  let prose: string[] = [];
  let first: number | undefined;
  let last = 0;

  const finish = () => {
    if (prose.some((line) => line !== '') || first !== undefined) {
      const code = first === undefined ? undefined : { first, last };
      blocks.push({ prose: paragraphs(prose), code });
    }
    prose = [];
    first = undefined;
  };

  const lines = text.split('\n');
  for (const [at, tokens] of tokenize(path, text).entries()) {
    const words = tokens.filter(({ html }) => html.trim() !== '');
    const line = lines[at] ?? '';
    if (words.length === 0) {
      // Two comments with an empty line between them are two paragraphs.
      if (first === undefined) prose.push('');
    } else if (
      words.every(({ kind }) => kind === 'hljs-comment') &&
      !directive.test(line)
    ) {
      if (first !== undefined) finish();
      prose.push(line.replace(begin, '').replace(end, '').trim());
    } else {
      first ??= at + 1;
      last = at + 1;
    }
  }
  finish();
  return blocks;
}

/** Joins lines into paragraphs; an empty line, `@param` or `- ` begins one. */
function paragraphs(lines: string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const line of lines) {
    if (line === '') open = false;
    else if (open && !/^(@|- )/.test(line))
      joined.push(`${joined.pop()} ${line}`);
    else {
      joined.push(line);
      open = true;
    }
  }
  return joined;
}
