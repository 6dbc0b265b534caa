import { createInterface } from 'node:readline/promises';
import { ConfigError } from '../../src/config.ts';

/**
 * Does the work for each item, so many of them at once. A terminal sees how
 * far it is; anything else gets one line at the end.
 */
export async function forEach<T>(
  label: string,
  items: T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
) {
  // All take from the same iterator.
  const rest = items.values();
  let done = 0;
  const takeTurns = async () => {
    for (const item of rest) {
      await work(item);
      done += 1;
      const line = `${label} ${done}/${items.length}`;
      if (process.stdout.isTTY) process.stdout.write(`\r${line}`);
      if (done === items.length) {
        console.log(process.stdout.isTTY ? '' : line);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}

/**
 * Asks on the terminal.
 *
 * @throws ConfigError unless the answer is yes
 */
export async function askFirst(question: string) {
  if (!process.stdin.isTTY) {
    throw new ConfigError(`${question} 그렇다면 끝에 yes를 붙이세요.`);
  }
  const terminal = createInterface(process.stdin, process.stdout);
  const answer = await terminal.question(`${question} (yes/no) `);
  terminal.close();
  if (answer.trim() !== 'yes') {
    throw new ConfigError('그만두었습니다. 바뀐 것은 없습니다.');
  }
}
