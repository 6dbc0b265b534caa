import { ConfigError } from '../../src/config.ts';
import { readSource } from '../../src/site/source/files.ts';
import { explain } from './admin.ts';
import { type Asked, readWords } from './words.ts';

// npm run class COMMAND RANGE: what the teacher of a class does before,
// during and after it. Exit status 0: all of it worked; 1: something did not;
// 2: the words were wrong, and nothing was tried.

/** The words that each command knows; each is a file of its name. */
const commands: Record<string, string[]> = {
  provision: ['from', 'dry-run'],
  slips: ['at'],
  board: ['html'],
  reset: ['yes'],
  remove: ['yes'],
  service: [],
};

try {
  const args = process.argv.slice(2);
  const asked = readWords(args, Object.values(commands).flat());
  const { command } = asked;
  const known = commands[command];
  if (!known || asked.words.has('help')) {
    console.log(readHelp(known && command));
    process.exitCode = known || command === '' ? 0 : 2;
  } else {
    const other = [...asked.words.keys()].find((word) => !known.includes(word));
    if (other) throw new ConfigError(`${command}에 ${other} 옵션은 없습니다.`);
    if (asked.ports.length === 0) throw new ConfigError(readHelp(command));
    const { run } = await import(`./${command}.ts`);
    process.exitCode = (await (run as Run)(asked)) ? 0 : 1;
  }
} catch (error) {
  console.error(explain(error as Error));
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}

/** What each command's file does; false where not all of it worked. */
type Run = (asked: Asked) => Promise<boolean>;

/** What the teachers' chapter says of a command, or of all. */
function readHelp(command = ''): string {
  const sections = readSource('docs/teachers.md').split(/^##+ /m);
  const title = command || '명령';
  const found = sections.find((one) => one.split(/\s/)[0] === title) ?? '';
  return found
    .replace(/^```.*\n/gm, '')
    .replaceAll('`', '')
    .trim();
}
