import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectRoot } from '../../src/config.ts';

const script = join(projectRoot, 'tools/check/check.ts');

/** Starts the command as npm does; it is ended with the test. */
export function startCheck(
  words: string[],
  settings: Record<string, string> = {},
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [script, ...words], {
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, output: () => text };
}

/** Runs the command to its end. */
export async function runCheck(
  words: string[],
  settings: Record<string, string> = {},
) {
  const { child, output } = startCheck(words, settings);
  const [status] = await once(child, 'close');
  return { status: status as number, output: output() };
}
