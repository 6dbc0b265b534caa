import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
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
  const { only, range } = readWords(ids, args);
  const ports = readPorts(range ?? get('PORT') ?? '15001');
  const logLevel = get('LOG_LEVEL') ?? 'info';
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
  demand(
    levels.includes(logLevel),
    `LOG_LEVEL=${logLevel} is not one of ${levels.join(', ')}.`,
  );
  demand(
    ports.length === 1 || !get('DB_NAME'),
    'DB_NAME cannot be set for a range of ports: each has its own database.',
  );
  const shared = {
    host: get('HOST') ?? 'localhost',
    only,
    apiUrl: readApiUrl(get('API_URL')),
    logLevel,
    cacheViews: !args.includes('--dev'),
  };
  return ports.map((port) => {
    // As in the lecture: account, password and database bear the same name.
    const student = `student_${port}`;
    const host = get('DB_HOST');
    const file = join(projectRoot, 'data', `${student}.sqlite`);
    const database: DatabaseConfig = host
      ? {
          engine: 'mysql',
          host,
          port: readPort('DB_PORT', get('DB_PORT') ?? '3306'),
          user: get('DB_USER') ?? student,
          // Set but empty means an account without a password.
          password: environment.DB_PASSWORD ?? student,
          name: get('DB_NAME') ?? student,
          // A MySQL server allows 151 connections unless told otherwise.
          connections: Math.max(
            2,
            Math.min(10, Math.floor(120 / ports.length)),
          ),
        }
      : { engine: 'sqlite', file, name: student };
    return { ...shared, port, database };
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

function demand(holds: boolean, message: string) {
  if (!holds) throw new ConfigError(message);
}

function readWords(ids: string[], args: string[]) {
  const usage = `Usage: npm start [ID] [PORT], where ID is one of ${ids.join(', ')}.`;
  const words = args.filter((word) => word !== '--dev');
  const [range, ...moreRanges] = words.filter((word) => /^\d/.test(word));
  const [only, ...more] = words.filter((word) => !/^\d/.test(word));
  demand(
    more.length + moreRanges.length === 0,
    `One exercise and one port at a time. ${usage}`,
  );
  demand(
    only === undefined || ids.includes(only),
    `There is no exercise "${only}". ${usage}`,
  );
  return { only, range };
}

function readPorts(text: string): number[] {
  const [, first = text, last = first] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const from = readPort('PORT', first, text);
  const to = readPort('PORT', last, text);
  demand(
    from <= to && to - from < 200,
    `PORT=${text}: a range goes up and has at most 200 ports.`,
  );
  const ports = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const blocked = ports.find(isBlockedPort);
  demand(
    !blocked,
    `PORT=${text}: browsers refuse to open port ${blocked}, use another.`,
  );
  return ports;
}

function readPort(setting: string, text: string, whole = text): number {
  const port = Number(text);
  demand(
    /^\d+$/.test(text) && port >= 1 && port <= 65535,
    `${setting}=${whole} is not a port: use a number from 1 to 65535` +
      `${setting === 'PORT' ? ', or a range such as 15001-15040' : ''}.`,
  );
  return port;
}

function readApiUrl(text: string | undefined) {
  if (!text) return undefined;
  const url = URL.parse(text);
  const { username, password, protocol = '', search, hash, port } = url ?? {};
  demand(
    !username && !password,
    'API_URL must not hold an account or password.',
  );
  demand(
    /^https?:$/.test(protocol) && !search && !hash,
    `API_URL=${text} is not an http address such as http://127.0.0.1:25001.`,
  );
  demand(
    !isBlockedPort(Number(port)),
    `API_URL=${text}: port ${port} is refused.`,
  );
  return url?.href.replace(/\/+$/, '');
}
