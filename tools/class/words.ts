import { ConfigError } from '../../src/config.ts';

/** What was asked for, such as `provision 15001-15040 from % dry-run`. */
export interface Asked {
  command: string;
  /** The ports as they were typed, for names of files. */
  range: string;
  ports: number[];
  /** The other words; those that take a value, with it. */
  words: Map<string, string>;
}

/**
 * Reads the words of the command line. Flags are taken, too (`--from=%`), even
 * those that npm keeps for itself and only tells its programs about.
 *
 * @param names the words that any command knows, besides `help`
 * @throws ConfigError that says in Korean which word is wrong
 */
export function readWords(
  args: string[],
  names: string[],
  environment: Record<string, string | undefined> = process.env,
): Asked {
  const left = args.flatMap((arg) => arg.replace(/^--?(?=\w)/, '').split('='));
  for (const name of names) {
    const kept = environment[`npm_config_${name.replace('-', '_')}`];
    if (kept) left.push(name, ...(takesValue(name) ? [kept] : []));
  }
  const asked: Asked = { command: '', range: '', ports: [], words: new Map() };
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === 'help' || names.includes(word)) {
      const value = takesValue(word) ? left.shift() : '';
      if (value === undefined)
        throw new ConfigError(`${word} 뒤가 비었습니다.`);
      asked.words.set(word, value);
    } else if (/^\d/.test(word) && asked.range === '') {
      asked.range = word;
      asked.ports = readPorts(word);
    } else if (asked.command === '') asked.command = word;
    else
      throw new ConfigError(
        `${word}: 알 수 없는 단어입니다. help를 붙여 보세요.`,
      );
  }
  return asked;
}

function takesValue(word: string): boolean {
  return word === 'from' || word === 'at';
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
