import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../src/config.ts';
import { explain } from './admin.ts';
import { type Asked, readWords } from './words.ts';

// npm run class COMMAND RANGE: what the teacher of a class does before,
// during and after it. Exit status 0: all of it worked; 1: something did not;
// 2: the words were wrong, and nothing was tried.

/** Each command, the words it knows, and the file that does it. */
const commands: Record<string, { words: string[]; file: string }> = {
  provision: { words: ['from', 'dry-run'], file: './provision.ts' },
  slips: { words: ['at'], file: './slips.ts' },
  board: { words: ['html'], file: './board.ts' },
  reset: { words: ['yes'], file: './reset.ts' },
  remove: { words: ['yes'], file: './remove.ts' },
  service: { words: [], file: './service.ts' },
};

try {
  const all = Object.values(commands).flatMap(({ words }) => words);
  const { command, ...asked } = readWords(process.argv.slice(2), all);
  const known = commands[command];
  if (!known || asked.words.has('help')) {
    console.log(readHelp(known && command));
    if (!known && command !== '' && command !== 'help') process.exitCode = 2;
  } else {
    for (const word of asked.words.keys()) {
      if (known.words.includes(word)) continue;
      throw new ConfigError(`${command}에 ${word} 옵션은 없습니다.`);
    }
    if (asked.ports.length === 0) {
      const example = command === 'reset' ? '15007' : '15001-15040';
      throw new ConfigError(`포트를 적으세요: ${command} ${example}`);
    }
    const { run } = (await import(known.file)) as {
      run(asked: Asked): Promise<boolean>;
    };
    if (!(await run(asked))) process.exitCode = 1;
  }
} catch (error) {
  console.error(explain(error as Error));
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}

/** What help.md says of a command, or of all where none is named. */
function readHelp(command = ''): string {
  const text = readFileSync(join(import.meta.dirname, 'help.md'), 'utf8');
  const [first = '', ...sections] = text.split(/^## /m);
  const found = sections.find((one) => one.startsWith(`${command} `));
  return (found ?? first).replace(/^```\w*\n/gm, '').trim();
}
