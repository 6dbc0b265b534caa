import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { statusesOf } from '../../src/contract/step.ts';
import { course } from '../../src/course.ts';
import { serve, temporaryFolder } from '../support.ts';

const steps = course.flatMap(({ contract }) => contract);

/** What each step must be answered with, as the tools report it. */
function expectStatuses(statuses: (number | undefined)[]) {
  expect(statuses).toHaveLength(steps.length);
  for (const [at, step] of steps.entries()) {
    expect(statusesOf(step), step.do).toContain(statuses[at]);
  }
}

/** A command in the project or on PATH; `.ci/run` installs both. */
function find(command: string): string | undefined {
  const folders = [join(projectRoot, 'node_modules/.bin')];
  folders.push(...(process.env.PATH ?? '').split(delimiter));
  const found = folders.map((folder) => join(folder, command)).find(existsSync);
  if (!found && process.env.CI === 'true') {
    throw new Error(`${command} is not installed`);
  }
  return found;
}

/**
 * Has a tool send an exported file to a course that listens.
 *
 * @param args those for the file and for a report in JSON; what the tool
 *   prints goes to the report, too
 */
async function report(
  tool: string,
  name: string,
  args: (file: string, report: string) => string[],
) {
  const { url } = await serve();
  const folder = temporaryFolder();
  const file = join(folder, name);
  const report = join(folder, 'report');
  const response = await fetch(`${url}/export/${name}`);
  writeFileSync(file, await response.text());
  // Not a pipe: httpyac leaves before it is empty.
  const child = spawn(process.execPath, [tool, ...args(file, report)], {
    cwd: folder,
    stdio: ['ignore', openSync(report, 'w'), 'ignore'],
  });
  await once(child, 'close');
  return JSON.parse(readFileSync(report, 'utf8'));
}

test('newman gets the status of every step', async ({ skip }) => {
  const newman = find('newman');
  if (!newman) return skip('newman is not installed');
  const name = 'postman-collection.json';
  const { run } = await report(newman, name, (file, report) => [
    ...['run', file, '--reporters', 'json', '--reporter-json-export', report],
  ]);
  expect(run.failures).toEqual([]);
  expect(run.stats.assertions.total).toBe(steps.length);
  const executions: { response?: { code: number } }[] = run.executions;
  expectStatuses(executions.map(({ response }) => response?.code));
});

test('httpyac gets the status of every step', async ({ skip }) => {
  const httpyac = find('httpyac');
  if (!httpyac) return skip('httpyac is not installed');
  const sent = await report(httpyac, 'course.http', (file) => [
    ...['send', file, '--all', '--json'],
  ]);
  const requests: { response?: { statusCode: number } }[] = sent.requests;
  expectStatuses(requests.map(({ response }) => response?.statusCode));
});
