import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { troubles } from '../../src/site/troubles.ts';
import { freePort } from '../support.ts';
import { docker, engineAnswers } from './engine.ts';

const engine = await engineAnswers();
const image = 'node:24-slim';

/** What Docker says, in whatever way it fails. */
async function refusal(args: string[], options: object = {}): Promise<string> {
  const failed = promisify(execFile)('docker', args, options);
  const error = await failed.then(
    () => expect.fail(`docker ${args.join(' ')} did not fail`),
    (reason) => reason,
  );
  return `${error.stdout}${error.stderr}`;
}

/** A container that sleeps, removed when the test ends. */
async function sleep(...options: string[]): Promise<string> {
  const id = await docker('run', '-d', ...options, image, 'sleep', '60');
  onTestFinished(() => docker('rm', '-f', id).then(() => {}));
  return id;
}

function quoted(id: string): string {
  const trouble = troubles(15001).find((one) => one.id === id);
  if (!trouble) throw new Error(`the clinic has no entry "${id}"`);
  return trouble.message;
}

describe.skipIf(!engine)('the clinic quotes what Docker says', () => {
  test('when its engine is away', async () => {
    const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere' };
    expect(await refusal(['ps'], { env })).toContain(quoted('docker-daemon'));
  });

  test('when a build lacks its dot', async () => {
    const words = await refusal(['build', '-t', 'nothing']);
    // Newer ones leave the word out.
    expect(words.replace('requires 1', 'requires exactly 1')).toContain(
      quoted('docker-dot'),
    );
  });

  test('when a port is taken', async () => {
    const port = await freePort();
    await sleep('-p', `${port}:${port}`);
    const second = ['run', '--rm', '-p', `${port}:${port}`, image, 'true'];
    expect(await refusal(second)).toContain(quoted('docker-port'));
  });

  test('when a name is taken', async () => {
    const name = `name_${await freePort()}`;
    await sleep('--name', name);
    const second = ['run', '--rm', '--name', name, image, 'true'];
    expect(await refusal(second)).toContain(quoted('docker-name'));
  });

  test('when there is no compose file', async () => {
    const { COMPOSE_FILE: _, ...env } = process.env;
    const words = await refusal(['compose', 'up'], { cwd: tmpdir(), env });
    expect(words).toContain(quoted('compose-file'));
  });

  test('when a program is not in the image', async () => {
    const words = await refusal(['run', '--rm', image, 'sh', '-c', 'pip']);
    expect(words).toContain(quoted('not-found-in-container'));
  });
});
