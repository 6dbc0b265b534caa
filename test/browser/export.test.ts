import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

/** Runs a tool in a folder; what it prints goes to a file there, `report`. */
async function run(tool: string, folder: string, args: string[]) {
  // Not a pipe: httpyac leaves before it is empty.
  const output = openSync(join(folder, 'report'), 'w');
  const child = spawn(process.execPath, [tool, ...args], {
    cwd: folder,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
    stdio: ['ignore', output, 'ignore'],
  });
  const [status] = await once(child, 'close');
  return status;
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
  await run(tool, folder, args(file, report));
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

describe.each(['ex4', 'ex5'])('the OpenAPI document of %s', (id) => {
  /** A course with a first user, and its document in a folder. */
  async function newDocument() {
    const { app, url } = await serve();
    const payload = { name: 'Kang', age: 20 };
    await app.inject({ method: 'POST', url: `/${id}/api/user`, payload });
    const folder = temporaryFolder();
    const response = await fetch(`${url}/${id}/api/openapi.json`);
    writeFileSync(join(folder, 'openapi.json'), await response.text());
    return folder;
  }
  const read = (folder: string, name: string) =>
    readFileSync(join(folder, name), 'utf8');

  test('is praised by redocly', async ({ skip }) => {
    const redocly = find('redocly');
    if (!redocly) return skip('redocly is not installed');
    const folder = await newDocument();
    const status = await run(redocly, folder, ['lint', 'openapi.json']);
    expect(read(folder, 'report')).toBe('');
    expect(status).toBe(0);
  });

  test('becomes requests in Postman that all succeed', async ({ skip }) => {
    const [convert, newman] = [find('openapi2postmanv2'), find('newman')];
    if (!convert || !newman) return skip('a tool is not installed');
    const folder = await newDocument();
    await run(convert, folder, [
      ...['-s', 'openapi.json', '-o', 'collection.json'],
      ...['-O', 'parametersResolution=Example'],
    ]);
    await run(newman, folder, [
      ...['run', 'collection.json', '--reporters', 'json'],
      ...['--reporter-json-export', 'sent.json'],
    ]);
    const { executions } = JSON.parse(read(folder, 'sent.json')).run;
    const codes = executions.map(
      ({ response }: { response?: { code: number } }) => response?.code,
    );
    expect(codes).toEqual([200, 200, 200, 204, 201]);
  });
});
