import createError from '@fastify/error';
import type { DatabaseConfig } from '../config.ts';
import { makers } from './migrate.ts';

/** The database is away; its `cause` is the error of the driver. */
export const DatabaseAway = createError<[{ cause: unknown }]>(
  'DATABASE_AWAY',
  'the database is away',
  503,
);

/** It went away during a change, and nobody knows whether that was made. */
export const OutcomeUnknown = createError<[{ cause: unknown }]>(
  'OUTCOME_UNKNOWN',
  'the database is away, and may have made the change',
  503,
);

/** What mysql2 and node:sqlite put on their errors. */
interface DatabaseError extends Error {
  code?: string;
  /** The MySQL server's number of the error. */
  errno?: number;
  /** Only errors that the MySQL server itself answered have one. */
  sqlState?: string;
  /** SQLite's extended result code; its low byte is the primary one. */
  errcode?: number;
}

/** Errors of the MySQL server that a later try may not meet again. */
const passing = new Set([
  1040, // too many connections
  1044, // access to the database denied
  1045, // wrong account or password
  1046, // no database selected: it was dropped under the connection
  1047, // a cluster's server that has lost the others, or is catching up
  1049, // unknown database
  1053, // the server is shutting down
  1129, // host blocked
  1130, // this host may not connect
  1203, // too many connections of this account
  1205, // lock wait timeout
  1213, // deadlock
  1226, // the account has used up what it may
  1290, // read only
  1317, // query interrupted
  1820, // the password has expired
]);

/** SQLite's primary result codes that blame the statement, not the file. */
const statementAtFault = new Set([1, 18, 19, 20, 21, 23, 25]);

/** Whether the error says that what our migrations make is not there. */
export function isUnmigrated(error: unknown): boolean {
  const { errno, message } = error as DatabaseError;
  // "Table 'student_15001.users' doesn't exist", "no such table: main.users"
  const table =
    errno === 1146
      ? /'(?:[^']*\.)?([^'.]+)'/.exec(message)?.[1]
      : /^no such table: (?:main\.)?(.+)$/.exec(message ?? '')?.[1];
  return (
    errno === 1046 || (table !== undefined && Object.hasOwn(makers, table))
  );
}

/** Whether the database answered, if only that the statement is wrong. */
export function isAnswer(error: unknown): boolean {
  const { code, sqlState, errcode } = error as DatabaseError;
  if (code === 'ERR_SQLITE_ERROR') {
    return statementAtFault.has((errcode ?? 1) & 0xff);
  }
  return sqlState !== undefined || error instanceof TypeError;
}

/**
 * Whether the error tells of a database that is away, as opposed to a
 * statement that is wrong (a fault of ours).
 */
export function isAway(error: unknown): boolean {
  const { errno } = error as DatabaseError;
  return !isAnswer(error) || isUnmigrated(error) || passing.has(errno ?? 0);
}

/** The error of a time limit of ours; it reads as the drivers' own do. */
export function noAnswer(): Error {
  const error = new Error('no answer in time');
  return Object.assign(error, { code: 'ETIMEDOUT' });
}

/** Whether the statement, which got no answer, may have changed something. */
export function isChange(text: string): boolean {
  return !/^\s*(select|show|describe|set|use|begin)\b/i.test(text);
}

/** What to do about the errors that a wrong setting brings, or a lock. */
const advice: Record<string, string> = {
  1044: 'check DB_NAME, or grant it',
  1045: 'check DB_USER and DB_PASSWORD',
  1046: 'check DB_NAME, or create it',
  1049: 'check DB_NAME, or create it',
  1130: 'the account has to be for this host, or for "%"',
  1205: 'another session may hold a lock',
  1317: 'it took too long: another session may hold a lock',
  ENOTFOUND: 'check DB_HOST',
  EAI_AGAIN: 'check DB_HOST',
  ECONNREFUSED: 'start it, or check DB_HOST and DB_PORT',
  ETIMEDOUT: 'look after it, or check DB_HOST and DB_PORT',
};

/** One English line for the log: what is wrong, and which setting to look at. */
export function explain(error: unknown, config: DatabaseConfig): string {
  const { code = '', errno = 0, message, sqlState } = error as DatabaseError;
  if (isUnmigrated(error) && errno !== 1046) {
    return 'A table is missing: its migrations run again.';
  }
  if (config.engine === 'sqlite') {
    return `SQLite cannot use ${config.file}: ${message}.`;
  }
  const { host, port, user } = config;
  const problem = sqlState
    ? `does not serve account "${user}": ${message} (error ${errno})`
    : `is not usable: ${code || message}`;
  const next = advice[errno] ?? advice[code];
  return `MySQL at ${host}:${port} ${problem}${next ? `; ${next}` : ''}.`;
}
