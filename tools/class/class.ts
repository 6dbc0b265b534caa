import { ConfigError } from '../../src/config.ts';
import { readSource } from '../../src/site/source/files.ts';
import { explain } from './admin.ts';
import { service, slips } from './papers.ts';
import { provision, remove, reset } from './provision.ts';
import { type Asked, names, options, readWords } from './words.ts';

// npm run class COMMAND RANGE: what the teacher of a class does before,
// during and after it. Exit status 0: all of it worked; 1: something did not;
// 2: the words were wrong, and nothing was tried.

const commands = {
  ...{ provision, slips, reset, remove, service },
  // It needs the whole course, which takes half a second.
  board: async (asked: Asked) => (await import('./board.ts')).board(asked),
};

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

/** What the teachers' chapter says under a heading. */
function readHelp(title: string): string {
  const sections = readSource('docs/teachers.md').split(/^##+ /m);
  const found = sections.find((one) => one.split(/\s/)[0] === title) ?? '';
  return found.replace(/^```.*\n|`/gm, '').trim();
}
