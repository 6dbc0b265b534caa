import { annotate } from '../source/annotate.ts';
import { readSource } from '../source/files.ts';
import { highlight } from '../source/highlight.ts';
import { markCode, namesIn } from './prose.ts';

/** Prose as HTML, and the lines of code that it is about. */
export interface Block {
  prose: string[];
  /** Whether it is a list of imports, which a reader seldom needs. */
  isFolded: boolean;
  lines: { number: number; html: string; ran: boolean }[];
}

/** More imports than that are folded. */
const fewImports = 3;

/**
 * A file as blocks of code and prose.
 *
 * @param said paragraphs that the page has in another place
 * @param ran the lines that a run reached
 */
export function readBlocks(
  path: string,
  said: string[],
  ran: number[],
): Block[] {
  const text = readSource(path);
  const lines = highlight(path, text).map((html, i) => {
    return { number: i + 1, html, ran: ran.includes(i + 1) };
  });
  const ranges = annotate(path, text);
  const source = text.split('\n');
  const code = ranges.map(({ code }) =>
    code ? source.slice(code.first - 1, code.last).join('\n') : '',
  );
  const names = namesIn(code.join('\n'));
  const blocks = ranges.map(({ prose, code }) => ({
    prose: prose
      .filter((paragraph) => !said.includes(paragraph))
      .map((paragraph) => markCode(paragraph, names)),
    isFolded: false,
    lines: code ? lines.slice(code.first - 1, code.last) : [],
  }));
  const [imports = ''] = /^(import [^;]*;\n)+/.exec(text) ?? [];
  const folded = imports.split('\n').length - 1;
  if (folded > fewImports) {
    const rest = blocks[0]?.lines ?? [];
    const own = rest.splice(0, folded);
    while (rest[0]?.html === '') rest.shift();
    blocks.unshift({ prose: [], isFolded: true, lines: own });
  }
  return blocks.filter(({ prose, lines }) => prose.length + lines.length > 0);
}
