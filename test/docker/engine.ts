import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';

const run = promisify(execFile);

// The settings of whoever runs the tests are not those of the tests.
const ours = /^(PORT|HOST|API_URL|LOG_LEVEL|DB_\w+|COMPOSE_PROFILES)$/;
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !ours.test(name)),
);

/** Runs `docker` in the project's folder; resolves to what it printed. */
export async function docker(...args: string[]): Promise<string> {
  return dockerWith({}, args);
}

/**
 * Runs `docker compose` as if there were no .env. An engine whose builds need
 * special settings gets them from a file that COMPOSE_FILE names.
 */
export async function compose(
  settings: Record<string, string>,
  ...args: string[]
): Promise<string> {
  return dockerWith(settings, ['compose', '--env-file', devNull, ...args]);
}

/** Runs `docker` with these settings in its environment. */
export async function dockerWith(
  settings: Record<string, string>,
  args: string[],
): Promise<string> {
  const { stdout } = await run('docker', args, {
    cwd: projectRoot,
    env: { ...environment, ...settings },
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trim();
}

/**
 * Whether an engine with compose answers.
 *
 * @throws when none does and CI says that there must be one
 */
export async function engineAnswers(): Promise<boolean> {
  try {
    await docker('version');
    await docker('compose', 'version');
    return true;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    console.warn(
      'No Docker engine with compose answers: its tests are skipped.',
    );
    return false;
  }
}

/** Tries until it does not throw, or for a minute. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
