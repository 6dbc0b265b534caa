import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../src/config.ts';
import { freePort } from './mysql.ts';

/**
 * Once for a whole test run: a copy of the project, in which servers start
 * that differ in nothing but their settings. What Node made of its sources is
 * kept beside it, which is a third of the time that a start takes.
 */
export default async function setup() {
  const folder = makeFolder();
  process.env.TEST_PROJECT = folder;
  process.env.TEST_COMPILE_CACHE = join(folder, 'cache');
  copyProjectTo(folder);
  mkdirSync(join(folder, 'ports'));
  const PORT = `${await freePort()}`;
  const server = spawn(process.execPath, ['src/server.ts'], {
    cwd: folder,
    env: { NODE_COMPILE_CACHE: process.env.TEST_COMPILE_CACHE, PORT },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A server that is killed keeps nothing, so this one is told to end.
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('Stop with')) server.kill('SIGTERM');
  });
  const ended = once(server, 'exit');
  return async () => {
    // Windows deletes no folder that a process is in.
    server.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Copies what a server needs, and no data or `.env` of whoever runs tests. */
export function copyProjectTo(folder: string) {
  for (const part of [
    ...['src', 'tools', 'views', 'public', 'migrations', 'package.json'],
    // The home page tells of exercises in the words of their first files.
    ...['Dockerfile', 'compose.first.yaml'],
  ]) {
    cpSync(join(projectRoot, part), join(folder, part), { recursive: true });
  }
}

/** A new folder below the project, whose node_modules serve what is in it. */
export function makeFolder(): string {
  const data = join(projectRoot, 'data');
  mkdirSync(data, { recursive: true });
  return mkdtempSync(join(data, 'test-'));
}
