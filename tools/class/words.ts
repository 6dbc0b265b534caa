import { parseArgs } from 'node:util';
import { ConfigError } from '../../src/config.ts';

/** The words that may stand behind a range, and those of which command. */
export const options = {
  from: { type: 'string', of: 'provision' },
  at: { type: 'string', of: 'slips' },
  'dry-run': { type: 'boolean', of: 'provision' },
  html: { type: 'boolean', of: 'board' },
  yes: { type: 'boolean', of: 'reset, remove' },
  help: { type: 'boolean', of: '' },
} as const;
export const names = Object.keys(options) as (keyof typeof options)[];

/** What was asked for, such as `provision 15001-15040 from % dry-run`. */
export type Asked = ReturnType<typeof readWords>;

/** Reads the command line, where the further words may be flags, too. */
export function readWords(args: string[]) {
  const named = new RegExp(`^(?=(${names.join('|')})(=|$))`);
  const flags = args.map((word) => word.replace(named, '--'));
  // npm keeps some flags for itself, and only tells its programs about them.
  for (const name of names) {
    const kept = process.env[`npm_config_${name.replace('-', '_')}`];
    if (kept) flags.push(kept === 'true' ? `--${name}` : `--${name}=${kept}`);
  }
  const how = { args: flags, options, allowPositionals: true };
  const { values: words, positionals } = parseArgs(how);
  const [command = '', range = '', more] = positionals;
  if (more) throw new ConfigError(`${more}: 알 수 없는 단어입니다.`);
  return { command, range, ports: range ? readPorts(range) : [], words };
}

function readPorts(text: string): number[] {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  // Above, a port has no internal one. Nothing compared with NaN is true.
  if (!(from >= 1024 && to >= from && to - from < 200 && to <= 55_535)) {
    throw new ConfigError(
      `${text}: 포트는 15007이나 15001-15040처럼 적습니다.`,
    );
  }
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
