import { readSource } from '../../src/site/source/files.ts';

/** A right server with one change, and what it is told. */
export interface Lie {
  exercise: string;
  why: string;
  file: string;
  from: string;
  to: string;
  /** The first step that is not kept, and why: `step: code`. */
  told: string;
}

/**
 * Reads a table of lies: blocks of `# exercise: why`, the file, its lines as
 * in a diff (`-` as they are, `+` as they become), and `> step: code`.
 */
export function readLies(name: string): Lie[] {
  return readSource(`test/check/${name}`)
    .trim()
    .split('\n\n')
    .map((block) => {
      const lines = block.split('\n');
      const marked = (sign: string) =>
        lines
          .filter((line) => line.startsWith(`${sign} `))
          .map((line) => line.slice(2));
      const [exercise = '', ...why] = marked('#').join('').split(': ');
      const from = marked('-').join('\n');
      const to = marked('+').join('\n');
      const [told = ''] = marked('>');
      const file = lines[1] ?? '';
      return { exercise, why: why.join(': '), file, from, to, told };
    });
}
