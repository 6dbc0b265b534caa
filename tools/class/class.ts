import { parseArgs } from 'node:util';
import { ConfigError } from '../../src/config.ts';
import { readSource } from '../../src/site/source/files.ts';
import { explain } from './admin.ts';
import { service, slips } from './papers.ts';
import { provision, remove, reset } from './provision.ts';

// npm run class COMMAND RANGE: what the teacher of a class does before,
// during and after it. Exit status 0: all of it worked; 1: something did not;
// 2: the words were wrong, and nothing was tried.

/** What was asked for, such as `provision 15001-15040 from % dry-run`. */
export type Asked = ReturnType<typeof readWords>;

const commands = {
  ...{ provision, slips, reset, remove, service },
  // It needs the whole course, which takes half a second.
  board: async (asked: Asked) => (await import('./board.ts')).board(asked),
};

/** The words that may stand behind a range, and those of which command. */
const options = {
  from: { type: 'string', of: 'provision' },
  at: { type: 'string', of: 'slips' },
  'dry-run': { type: 'boolean', of: 'provision' },
  html: { type: 'boolean', of: 'board' },
  yes: { type: 'boolean', of: 'reset, remove' },
  help: { type: 'boolean', of: '' },
} as const;
const names = Object.keys(options) as (keyof typeof options)[];

try {
  const asked = readWords(process.argv.slice(2));
  const { command, words, ports } = asked;
  const run = new Map(Object.entries(commands)).get(command);
  if (!run && command) console.error(`${command}: 없는 명령입니다.\n`);
  if (!run || words.help) {
    console.log(readHelp(run ? command : '명령'));
    process.exitCode = run || command === '' ? 0 : 2;
  } else {
    const other = names.find(
      (name) => words[name] && !options[name].of.includes(command),
    );
    if (other) throw new ConfigError(`${command}에 ${other} 옵션은 없습니다.`);
    if (ports.length === 0) throw new ConfigError(readHelp(command));
    process.exitCode = (await run(asked)) ? 0 : 1;
  }
} catch (error) {
  const { code = '' } = error as NodeJS.ErrnoException;
  const areWords = error instanceof ConfigError || /^ERR_PARSE/.test(code);
  console.error(explain(error as Error));
  process.exitCode = areWords ? 2 : 1;
}

/** Reads the command line, where the further words may be flags, too. */
function readWords(args: string[]) {
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

/** What the teachers' chapter says under a heading. */
function readHelp(title: string): string {
  const sections = readSource('docs/teachers.md').split(/^##+ /m);
  const found = sections.find((one) => one.split(/\s/)[0] === title) ?? '';
  return found.replace(/^```.*\n|`/gm, '').trim();
}
