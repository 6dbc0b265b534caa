import { parseArgs } from 'node:util';

/** How long a part of the soak may take, and on which database. */
export interface Options {
  seconds: number;
  engine: 'sqlite' | 'mysql';
}

/** One line of a part's summary. */
export interface Row {
  what: string;
  figure: string;
  /** False where the server did not do what it promises. */
  held: boolean;
}

/**
 * Runs one part from the command line, `--seconds 60 --engine sqlite`, and
 * ends the process: with status 0 only if all of it held.
 */
export async function runAlone(part: (options: Options) => Promise<Row[]>) {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      engine: { type: 'string', default: 'sqlite' },
    },
  });
  const engine = values.engine === 'mysql' ? 'mysql' : 'sqlite';
  // What is to be left behind nowhere is removed when the process exits.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(130));
  }
  const rows = await part({ seconds: Number(values.seconds), engine });
  printTable(rows);
  process.exit(rows.every(({ held }) => held) ? 0 : 1);
}

export function printTable(rows: Row[]) {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, figure, held } of rows) {
    console.log(
      `${held ? 'held  ' : 'BROKE '} ${what.padEnd(width)}  ${figure}`,
    );
  }
}
