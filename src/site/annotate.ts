/** A comment and the code below it. Lines are counted from 1. */
export interface Block {
  /** The comment without its marks, one string a paragraph. */
  prose: string[];
  /** The first and the last line of the code; absent where there is none. */
  code: { first: number; last: number } | undefined;
}

/** How a language writes comments that stand on lines of their own. */
interface Comments {
  line?: RegExp;
  open?: RegExp;
  close?: RegExp;
}

const hash: Comments = { line: /^\s*#(?!!)\s?/ };

const styles: [pattern: RegExp, comments: Comments][] = [
  [
    /\.(ts|js)$/,
    { line: /^\s*\/\/\s?/, open: /^\s*\/\*\*?\s?/, close: /\s*\*\/\s*$/ },
  ],
  [/\.css$/, { open: /^\s*\/\*\s?/, close: /\s*\*\/\s*$/ }],
  [
    /\.ejs$/,
    { line: /^\s*\/\/\s?/, open: /^\s*<%#\s?/, close: /\s*[-_]?%>\s*$/ },
  ],
  [/\.py$/, { ...hash, open: /^\s*"""/, close: /"""\s*$/ }],
  [/\.html$/, { open: /^\s*\{#\s?/, close: /\s*#\}\s*$/ }],
  [/(\.yaml|Dockerfile|\.env\.example|^\.ci\/run)$/, hash],
];

/**
 * Divides a source file into blocks, each a comment with the code that follows
 * it. The comments of the file are the prose of its lesson, so that the two
 * cannot drift apart.
 *
 * @param path decides what a comment looks like
 */
export function annotate(path: string, text: string): Block[] {
  const comments = styles.find(([pattern]) => pattern.test(path))?.[1] ?? {};
  const lines = text.replace(/\n$/, '').split('\n');
  const blocks: Block[] = [];
  let prose: string[] = [];
  let first: number | undefined;
  let last = 0;

  const finish = () => {
    if (prose.length === 0 && first === undefined) return;
    const code = first === undefined ? undefined : { first, last };
    blocks.push({ prose: paragraphs(prose), code });
    prose = [];
    first = undefined;
  };

  for (let i = 0; i < lines.length; i += 1) {
    const comment = readComment(lines, i, comments);
    if (comment) {
      if (first !== undefined) finish();
      // Two comments with an empty line between them are two paragraphs.
      if (prose.length > 0 && lines[i - 1]?.trim() === '') prose.push('');
      prose.push(...comment);
      i += comment.length - 1;
    } else if (lines[i]?.trim() !== '') {
      first ??= i + 1;
      last = i + 1;
    }
  }
  finish();
  return blocks;
}

/** The lines of the comment that starts at line `i`, without its marks. */
function readComment(lines: string[], i: number, comments: Comments) {
  const { line, open, close } = comments;
  const text = lines[i] ?? '';
  if (line?.test(text)) return [text.replace(line, '')];
  if (!open?.test(text) || !close) return undefined;

  const comment: string[] = [];
  for (let at = i; at < lines.length; at += 1) {
    let words = lines[at] ?? '';
    if (at === i) words = words.replace(open, '');
    const ends = close.test(words);
    comment.push(words.replace(close, '').replace(/^\s*(\*(?!\/)\s?)?/, ''));
    if (ends) return comment;
  }
  return undefined;
}

/** Joins lines into paragraphs; empty lines and `@param` begin new ones. */
function paragraphs(lines: string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const line of lines) {
    const words = line.trim();
    if (words === '') open = false;
    else if (open && !words.startsWith('@'))
      joined.push(`${joined.pop()} ${words}`);
    else {
      joined.push(words);
      open = true;
    }
  }
  return joined;
}
