import { parseArgs } from 'node:util';
import { type Options, printTable, type Row } from './part.ts';

// Runs the parts that are named, or all: npm run soak -- stop --seconds 300

const parts: [name: string, file: string][] = [
  ['overload', './overload.ts'],
  ['stop', './stop.ts'],
  ['ledger', './ledger.ts'],
  ['faults', './faults.ts'],
  ['hostile', './hostile.ts'],
  ['slow', './slow.ts'],
];

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    engine: { type: 'string', default: 'sqlite' },
  },
  allowPositionals: true,
});
const names = parts.map(([name]) => name);
const unknown = positionals.find((name) => !names.includes(name));
if (unknown) {
  console.error(`There is no part "${unknown}", only ${names.join(', ')}.`);
  process.exit(2);
}
const engine = values.engine === 'mysql' ? 'mysql' : 'sqlite';
const options: Options = { seconds: Number(values.seconds), engine };
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130));
}

const rows: Row[] = [];
for (const [name, file] of parts) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.error(`${name} ...`);
  const { run } = await import(file);
  const found: Row[] = await run(options);
  rows.push(...found.map((row) => ({ ...row, what: `${name}: ${row.what}` })));
}
printTable(rows);
process.exit(rows.every(({ held }) => held) ? 0 : 1);
