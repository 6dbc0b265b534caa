import { projectRoot } from '../../src/config.ts';
import { type Settings, start } from '../process.ts';

/** Starts the command as npm does; it is ended with the test. */
export function startCheck(words: string[], settings: Settings = {}) {
  const command = [process.execPath, 'tools/check/check.ts', ...words];
  return start(command, { NO_COLOR: '1', ...settings }, projectRoot);
}

/** Runs the command to its end. */
export async function runCheck(words: string[], settings: Settings = {}) {
  const { ended, output } = startCheck(words, settings);
  return { status: await ended, output: output() };
}
