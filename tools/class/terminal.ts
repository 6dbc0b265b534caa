import { createInterface } from 'node:readline/promises';
import { ConfigError } from '../../src/config.ts';

/** Shows a terminal how far it is; anything else gets one line at the end. */
export function showProgress(label: string, done: number, total: number) {
  const line = `${label} ${done}/${total}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}`);
  if (done === total) console.log(process.stdout.isTTY ? '' : line);
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
  if (answer.trim() !== 'yes') throw new ConfigError('취소했습니다.');
}
