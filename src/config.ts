import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { isBlockedPort } from './ports.ts';

/** The folder of the project: views, public, migrations and data lie in it. */
export const projectRoot = join(import.meta.dirname, '..');

/** Where one course keeps its data. */
export type DatabaseConfig =
  | { engine: 'sqlite'; file: string; name: string }
  | MysqlConfig;

/** An account and its database on a MySQL server. */
export interface MysqlConfig {
  engine: 'mysql';
  host: string;
  port: number;
  user: string;
  password: string;
  /** The database's name on that server. */
  name: string;
  /** How many connections this course may hold at once. */
  connections: number;
}

/** All that one course, on one port, has to know. */
export interface AppConfig {
  port: number;
  /** The address to listen on; `localhost` stands for both loopbacks. */
  host: string;
  /** The id of the only exercise to serve, at `/`; all of them if absent. */
  only: string | undefined;
  /** The API that ex4-2 and ex7 call, without a slash at the end, if set. */
  apiUrl: string | undefined;
  database: DatabaseConfig;
  logLevel: string;
  /** Compile each view once; false reads it anew for each request. */
  cacheViews: boolean;
}

/** A setting that cannot be used; its message is one line for the terminal. */
export class ConfigError extends Error {}

type Environment = Record<string, string | undefined>;

/**
 * Reads the command line, the environment and `.env`, in this order.
 *
 * @param ids the exercises that the command line may name
 * @returns one configuration for each port to serve, in ascending order.
 * @throws ConfigError that names the setting and what it may be.
 */
export function readConfig(
  ids: string[],
  args: string[] = process.argv.slice(2),
  environment: Environment = { ...readDotEnv(), ...process.env },
): AppConfig[] {
  // compose and .env templates pass a setting that is not set as ''.
  const get = (name: string) => environment[name]?.trim() || undefined;
  const { dev, only, range } = readArguments(ids, args);
  const ports = readPorts(range ?? get('PORT') ?? '15001');
  const host = get('HOST') ?? 'localhost';
  const apiUrl = readUrl('API_URL', get('API_URL'));
  const logLevel = get('LOG_LEVEL') ?? 'info';
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
  if (!levels.includes(logLevel)) {
    throw new ConfigError(
      `LOG_LEVEL=${logLevel} is not one of ${levels.join(', ')}.`,
    );
  }
  if (get('DB_NAME') && ports.length > 1) {
    throw new ConfigError(
      'DB_NAME cannot be set for a range of ports: each has its own database.',
    );
  }
  return ports.map((port) => {
    const database = readDatabase(environment, get, port, ports.length);
    return { port, host, only, apiUrl, database, logLevel, cacheViews: !dev };
  });
}

/** The settings in the file `.env`; none where there is no such file. */
export function readDotEnv(): Environment {
  try {
    const bytes = readFileSync(join(projectRoot, '.env'));
    // Windows may write UTF-16, with a mark that no UTF-8 begins with.
    const encodings: Record<number, string> = {
      255: 'utf-16le',
      254: 'utf-16be',
    };
    const encoding = encodings[bytes[0] ?? 0] ?? 'utf-8';
    return parseEnv(new TextDecoder(encoding).decode(bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError(`.env cannot be read: ${(error as Error).message}`);
  }
}

function readArguments(ids: string[], args: string[]) {
  const usage = `Usage: npm start [ID] [PORT], where ID is one of ${ids.join(', ')}.`;
  let parsed: { values: { dev?: boolean }; positionals: string[] };
  try {
    const options = { dev: { type: 'boolean' } } as const;
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message} ${usage}`);
  }
  const words = parsed.positionals;
  const [range, ...moreRanges] = words.filter((word) => /^\d/.test(word));
  const [only, ...more] = words.filter((word) => !/^\d/.test(word));
  if (more.length > 0 || moreRanges.length > 0) {
    throw new ConfigError(`One exercise and one port at a time. ${usage}`);
  }
  if (only !== undefined && !ids.includes(only)) {
    throw new ConfigError(`There is no exercise "${only}". ${usage}`);
  }
  return { dev: parsed.values.dev === true, only, range };
}

function readPorts(text: string): number[] {
  const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const from = readPort('PORT', first, text);
  const to = readPort('PORT', last, text);
  if (to < from || to - from >= 200) {
    throw new ConfigError(
      `PORT=${text}: a range goes up and has at most 200 ports.`,
    );
  }
  const ports = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const blocked = ports.find(isBlockedPort);
  if (blocked !== undefined) {
    throw new ConfigError(
      `PORT=${text}: browsers refuse to open port ${blocked}, use another.`,
    );
  }
  return ports;
}

function readPort(setting: string, text: string, whole = text): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new ConfigError(
      `${setting}=${whole} is not a port: use a number from 1 to 65535` +
        `${setting === 'PORT' ? ', or a range such as 15001-15040' : ''}.`,
    );
  }
  return port;
}

function readUrl(setting: string, text: string | undefined) {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username || url?.password) {
    throw new ConfigError(`${setting} must not hold an account or password.`);
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new ConfigError(
      `${setting}=${text} is not an http address such as http://127.0.0.1:25001.`,
    );
  }
  if (isBlockedPort(Number(url.port))) {
    throw new ConfigError(`${setting}=${text}: port ${url.port} is refused.`);
  }
  return url.href.replace(/\/+$/, '');
}

function readDatabase(
  environment: Environment,
  get: (name: string) => string | undefined,
  port: number,
  courses: number,
): DatabaseConfig {
  // As in the lecture: account, password and database bear the same name.
  const student = `student_${port}`;
  const host = get('DB_HOST');
  if (host === undefined) {
    const file = join(projectRoot, 'data', `${student}.sqlite`);
    return { engine: 'sqlite', file, name: student };
  }
  return {
    engine: 'mysql',
    host,
    port: readPort('DB_PORT', get('DB_PORT') ?? '3306'),
    user: get('DB_USER') ?? student,
    // Set but empty means an account without a password.
    password: environment.DB_PASSWORD ?? student,
    name: get('DB_NAME') ?? student,
    // A MySQL server allows 151 connections unless told otherwise.
    connections: Math.max(2, Math.min(10, Math.floor(120 / courses))),
  };
}
