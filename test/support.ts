import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { afterAll, beforeEach, onTestFinished, TestRunner, vi } from 'vitest';
import { buildApp } from '../src/app.ts';
import {
  type AppConfig,
  type DatabaseConfig,
  readConfig,
} from '../src/config.ts';
import { openDatabase } from '../src/database/open.ts';
import {
  createStudent,
  freePort,
  runAsRoot,
  type Student,
  urlOf,
} from './mysql.ts';
import { makeFolder } from './shared-project.ts';

export { freePort };

/** Cleans up after the test; where no test runs, after those of the file. */
export function atTheEnd(cleanUp: () => void | Promise<void>) {
  if (TestRunner.getCurrentTest()) onTestFinished(cleanUp);
  else afterAll(cleanUp);
}

/** A folder that is deleted when the test ends: a new one, or this. */
export function temporaryFolder(
  folder = mkdtempSync(join(tmpdir(), 'course-')),
): string {
  atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One below the project, whose node_modules serve it. */
export const newFolder = () => temporaryFolder(makeFolder());

/** Every test of what touches the database runs on both. */
export const engines = ['sqlite', 'mysql'] as const;

/**
 * A new empty database, deleted when the test ends. On MySQL it has an account
 * of its own; where there is no MySQL server, the test is skipped. Use:
 *
 *     describe.each(engines)('on %s', (engine) => {
 *       test('...', async () => {
 *         const app = newApp({ database: await newDatabase(engine) });
 */
export async function newDatabase<E extends (typeof engines)[number]>(
  engine: E,
): Promise<Extract<DatabaseConfig, { engine: E }>> {
  const made = engine === 'sqlite' ? newFile() : await newAccount();
  return made as Extract<DatabaseConfig, { engine: E }>;
}

function newFile() {
  const file = join(temporaryFolder(), 'test.sqlite');
  return { engine: 'sqlite', file, name: 'test' } as const;
}

async function newAccount(): Promise<Student> {
  if (!process.env.TEST_MYSQL_URL) {
    TestRunner.getCurrentTest()?.context.skip('there is no MySQL server');
  }
  const student = await createStudent();
  atTheEnd(async () => {
    await runAsRoot(`drop user ${student.user}@'%'`);
    await runAsRoot(`drop database if exists ${student.name}`);
  });
  return student;
}

/** A MySQL database on this port: one that is away, or no real one. */
export function mysqlAt(port: number): Student {
  const name = 'student_15001';
  const account = { user: name, password: 'open-sesame', name };
  return {
    engine: 'mysql',
    host: '127.0.0.1',
    port,
    ...account,
    connections: 2,
  };
}

/** Runs one statement as a student would, outside the course. */
export async function runOn(database: DatabaseConfig, statement: string) {
  if (database.engine === 'mysql') {
    await runAsRoot(statement, urlOf(database));
    return;
  }
  const connection = new DatabaseSync(database.file);
  connection.exec(statement);
  connection.close();
}

/** A database as the course opens it, with the lines that it logs. */
export function openDatabaseOf(config: DatabaseConfig, open = openDatabase) {
  const log: string[] = [];
  const write = (line: string) => log.push(line);
  const logger = { error: write, info: write } as unknown as FastifyBaseLogger;
  const database = open(config, logger);
  atTheEnd(() => database.close());
  return { ...database, log };
}

/** The configuration of a new course with an empty SQLite database. */
export function newConfig(changes: Partial<AppConfig> = {}): AppConfig {
  const [config] = readConfig([], [], { LOG_LEVEL: 'silent' });
  return { ...(config as AppConfig), database: newFile(), ...changes };
}

/**
 * A new course, not listening; it is closed when the test ends. Tests that
 * only read share one, made outside of them.
 */
export function newApp(changes: Partial<AppConfig> = {}): FastifyInstance {
  const app = buildApp(newConfig(changes));
  atTheEnd(async () => {
    // A test that failed may have left requests under way.
    app.server.closeAllConnections();
    await app.close();
  });
  return app;
}

/** Resolves once the database is migrated, however slow the machine is. */
export async function untilReady(app: FastifyInstance) {
  const isReady = async () => (await app.inject('/ready')).statusCode === 200;
  await vi.waitUntil(isReady, { timeout: 20_000, interval: 20 });
}

/** A new course whose database is migrated. */
export async function newReadyApp(changes: Partial<AppConfig> = {}) {
  const app = newApp(changes);
  await untilReady(app);
  return app;
}

/**
 * One course for all tests of a `describe` that do not mind what the others
 * store; it listens, and its database is migrated.
 */
export async function shareCourse(engine: (typeof engines)[number]) {
  const isThere = engine === 'sqlite' || process.env.TEST_MYSQL_URL;
  if (!isThere) beforeEach(({ skip }) => skip('there is no MySQL server'));
  const database = await newDatabase(isThere ? engine : 'sqlite');
  const { app, url } = await serve({ database });
  await untilReady(app);
  return { app, url, database };
}

/**
 * A new course that listens on a free port, as exercises need that call
 * themselves over HTTP.
 *
 * @returns its address, without a slash at the end
 */
export async function serve(changes: Partial<AppConfig> = {}) {
  const port = changes.port ?? (await freePort());
  const app = newApp({ ...changes, port });
  const url = await app.listen({ port, host: '127.0.0.1' });
  return { app, url, port };
}

/**
 * Has a server that is no course listen until the test ends, on a free port
 * unless one is named; returns the port.
 */
export async function listen(
  server: Server | TcpServer,
  port = 0,
  host = '127.0.0.1',
): Promise<number> {
  atTheEnd(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  await once(server.listen(port, host), 'listening');
  return (server.address() as AddressInfo).port;
}
