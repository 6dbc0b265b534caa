import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../src/app.ts';
import { type AppConfig, readConfig } from '../src/config.ts';

/** A folder that is deleted when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'course-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The configuration of a new course with an empty SQLite database. */
export function newConfig(changes: Partial<AppConfig> = {}): AppConfig {
  const [config] = readConfig([], { LOG_LEVEL: 'silent' });
  const file = join(temporaryFolder(), 'test.sqlite');
  return {
    ...(config as AppConfig),
    database: { engine: 'sqlite', file, name: 'test' },
    ...changes,
  };
}

/** A new course, not listening; it is closed when the test ends. */
export function newApp(changes: Partial<AppConfig> = {}): FastifyInstance {
  const app = buildApp(newConfig(changes));
  onTestFinished(() => app.close());
  return app;
}

/**
 * A new course that listens on a free port, as exercises need that call
 * themselves over HTTP.
 *
 * @returns its address, without a slash at the end
 */
export async function serve(changes: Partial<AppConfig> = {}) {
  const port = changes.port ?? (await freePort());
  const ownUrl = `http://127.0.0.1:${port}`;
  const apiUrl = `${ownUrl}/ex4`;
  const app = newApp({ port, ownUrl, apiUrl, ...changes });
  await app.listen({ port, host: '127.0.0.1' });
  return { app, url: ownUrl, port };
}
