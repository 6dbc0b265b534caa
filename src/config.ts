import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';

/** The folder of the project: views, public, migrations and data lie in it. */
export const projectRoot = join(import.meta.dirname, '..');

const logLevels = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
  'silent',
];

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

/** What pages may tell about the database: all but the password. */
export interface DatabaseFacts {
  engine: 'sqlite' | 'mysql';
  /** Account and address exist on MySQL only. */
  host?: string;
  port?: number;
  user?: string;
  name: string;
}

/** All that one course, on one port, has to know. */
export interface AppConfig {
  port: number;
  /** The address to listen on. */
  host: string;
  /** The id of the only exercise to serve, at `/`; all of them if absent. */
  only: string | undefined;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
  /** The base of the API that ex4-2 and ex7 call, without a slash at the end. */
  apiUrl: string;
  database: DatabaseConfig;
  logLevel: string;
  /** Compile each view once; false reads it anew for each request. */
  cacheViews: boolean;
}

/** A setting that cannot be used; its message is one line for the terminal. */
export class ConfigError extends Error {}

type Environment = Record<string, string | undefined>;

/**
 * Reads the command line and the environment; `.env` fills the gaps.
 *
 * @param ids the exercises that the command line may name
 * @returns one configuration for each port to serve, in ascending order.
 * @throws ConfigError that names the setting and what it may be.
 */
export function readConfig(
  ids: string[],
  args: string[] = process.argv.slice(2),
  environment: Environment = { ...readDotEnv(), ...nonEmpty(process.env) },
): AppConfig[] {
  const { dev, only } = readArguments(ids, args);
  // compose and .env templates pass a setting that is not set as ''.
  const get = (name: string) => environment[name]?.trim() || undefined;
  const ports = readPorts(get('PORT') ?? '15001');
  const host = get('HOST') ?? '127.0.0.1';
  const apiUrl = readUrl('API_URL', get('API_URL'));
  const logLevel = get('LOG_LEVEL') ?? 'info';
  if (!logLevels.includes(logLevel)) {
    throw new ConfigError(
      `LOG_LEVEL=${logLevel} is not one of ${logLevels.join(', ')}.`,
    );
  }
  if (get('DB_NAME') && ports.length > 1) {
    throw new ConfigError(
      'DB_NAME cannot be set for a range of ports: each has its own database.',
    );
  }

  return ports.map((port) => {
    const ownUrl = `http://${reachableHost(host)}:${port}`;
    return {
      port,
      host,
      only,
      ownUrl,
      apiUrl: apiUrl ?? defaultApiUrl(ownUrl, port, only),
      database: readDatabase(get, port, ports.length),
      logLevel,
      cacheViews: !dev,
    };
  });
}

/** Picks what pages may tell, so that a password can't slip in with the rest. */
export function describeDatabase(config: DatabaseConfig): DatabaseFacts {
  if (config.engine === 'sqlite')
    return { engine: 'sqlite', name: config.name };
  const { engine, host, port, user, name } = config;
  return { engine, host, port, user, name };
}

/** An empty setting leaves the one in .env alone. */
function nonEmpty(environment: Environment): Environment {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([, value]) => value?.trim()));
}

function readDotEnv(): Environment {
  try {
    return parseEnv(readFileSync(join(projectRoot, '.env'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError(`.env cannot be read: ${(error as Error).message}`);
  }
}

function readArguments(ids: string[], args: string[]) {
  const usage = `Usage: npm start [-- ID], where ID is one of ${ids.join(', ')}.`;
  let parsed: { values: { dev?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({
      args,
      options: { dev: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message} ${usage}`);
  }
  const [only, ...more] = parsed.positionals;
  if (more.length > 0) {
    throw new ConfigError(`One exercise at a time. ${usage}`);
  }
  if (only !== undefined && !ids.includes(only)) {
    throw new ConfigError(`There is no exercise "${only}". ${usage}`);
  }
  return { dev: parsed.values.dev === true, only };
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
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
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
  return url.href.replace(/\/+$/, '');
}

/** An address that stands for all of them is reached through loopback. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * The course has ex4 on board, and ex5 is an API itself; for the others, the
 * API runs on the internal port.
 */
function defaultApiUrl(ownUrl: string, port: number, only?: string): string {
  if (only === undefined) return `${ownUrl}/ex4`;
  if (only === 'ex5') return ownUrl;
  const internalPort = port + 10000;
  if (['ex4-2', 'ex7'].includes(only) && internalPort > 65535) {
    throw new ConfigError(
      `PORT=${port} has no internal port (PORT + 10000): set API_URL.`,
    );
  }
  return `http://127.0.0.1:${internalPort}`;
}

function readDatabase(
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
    password: get('DB_PASSWORD') ?? student,
    name: get('DB_NAME') ?? student,
    // A MySQL server allows 151 connections unless told otherwise.
    connections: Math.max(2, Math.min(10, Math.floor(120 / courses))),
  };
}
