import { randomInt } from 'node:crypto';
import { onTestFinished, TestRunner } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { createStudent, runAsRoot } from '../mysql.ts';
import { start } from '../process.ts';

/** Runs `npm run class` with these words, without a terminal. */
export async function runClass(
  words: string,
  settings: Record<string, string> = {},
  project = projectRoot,
) {
  const command = [process.execPath, 'tools/class/class.ts'];
  const { ended, output } = start(
    [...command, ...words.split(' ')],
    { DB_ADMIN_URL: process.env.TEST_MYSQL_URL ?? '', ...settings },
    project,
  );
  return { status: await ended, output: await ended.then(output) };
}

/**
 * Ports that no other test has accounts for. What the test leaves on the
 * server is removed; where there is no server, the test is skipped.
 */
export function newPorts(count: number) {
  if (!process.env.TEST_MYSQL_URL) {
    TestRunner.getCurrentTest()?.context.skip('there is no MySQL server');
  }
  const first = randomInt(20_000, 55_000);
  const range = `${first}-${first + count - 1}`;
  const names = Array.from({ length: count }, (_, i) => `student_${first + i}`);
  onTestFinished(async () => {
    for (const name of names) {
      for (const host of ['127.0.0.1', 'localhost', '%']) {
        await runAsRoot(`drop user if exists ${name}@'${host}'`);
      }
      for (const database of [name, `${name}_practice`]) {
        await runAsRoot(`drop database if exists ${database}`);
      }
    }
  });
  return { range, names, first };
}

/** The URL of a student's account at the server's address. */
export function urlOf(name: string, password = name): string {
  const { host } = new URL(process.env.TEST_MYSQL_URL ?? '');
  return `mysql://${name}:${password}@${host}`;
}

/** Accounts, with where they may connect from, and databases of a name. */
export async function whatIsThere(name: string): Promise<string[]> {
  const users = await runAsRoot(
    `select concat(user, '@', host) as n from mysql.user where user = '${name}'`,
  );
  const databases = await runAsRoot(
    'select schema_name as n from information_schema.schemata ' +
      `where schema_name in ('${name}', '${name}_practice')`,
  );
  return [...users, ...databases].map(({ n }) => n).sort();
}

/** An administrator of less than everything; gone when the test ends. */
export async function newAdmin(...grants: string[]): Promise<string> {
  const { user } = await createStudent();
  for (const grant of grants) await runAsRoot(`grant ${grant} to ${user}@'%'`);
  onTestFinished(async () => {
    await runAsRoot(`drop user ${user}@'%'`);
    await runAsRoot(`drop database ${user}`);
  });
  return urlOf(user);
}
