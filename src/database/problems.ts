import type { DatabaseConfig } from '../config.ts';

/** What mysql2 and node:sqlite put on their errors. */
interface DatabaseError extends Error {
  code?: string;
  /** The MySQL server's number of the error. */
  errno?: number;
  /** Only errors that the MySQL server itself answered have one. */
  sqlState?: string;
  /** SQLite's extended result code; its low byte is the primary one. */
  errcode?: number;
  /** Set on an error that was turned into an HTTP status before. */
  statusCode?: number;
}

/** Errors of the MySQL server that a later try may not meet again. */
const passing = new Set([
  1040, // too many connections
  1044, // access to the database denied
  1045, // wrong account or password
  1046, // no database selected: it was dropped under the connection
  1049, // unknown database
  1053, // the server is shutting down
  1129, // host blocked
  1130, // this host may not connect
  1146, // no such table: someone dropped it, migrations bring it back
  1203, // too many connections of this account
  1205, // lock wait timeout
  1213, // deadlock
  1290, // read only
  1317, // query interrupted
]);

/** SQLite's primary result codes that blame the statement, not the file. */
const statementAtFault = new Set([1, 18, 19, 20, 21, 23, 25]);

/** Whether the error says that a table of ours is not there. */
export function isMissingTable(error: unknown): boolean {
  const { errno, message } = error as DatabaseError;
  return (
    errno === 1146 || errno === 1046 || /^no such table: /.test(message ?? '')
  );
}

/**
 * Whether the error tells of a database that is away, as opposed to a
 * statement that is wrong (a fault of ours).
 */
export function isUnavailable(error: unknown): boolean {
  const { code, errno, sqlState, errcode, statusCode } = error as DatabaseError;
  if (statusCode !== undefined || error instanceof TypeError) return false;
  if (isMissingTable(error)) return true;
  if (code === 'ERR_SQLITE_ERROR') {
    return !statementAtFault.has((errcode ?? 1) & 0xff);
  }
  return sqlState === undefined || passing.has(errno ?? 0);
}

/** The error of a time limit of ours; it reads as the drivers' own do. */
export function timeoutError(): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
}

/** One English line for the log: what is wrong, and which setting to look at. */
export function explain(error: unknown, config: DatabaseConfig): string {
  const { code, errno, message } = error as DatabaseError;
  if (config.engine === 'sqlite') {
    return `SQLite cannot use ${config.file}: ${message}.`;
  }
  const server = `${config.host}:${config.port}`;
  switch (errno) {
    case 1045:
      return `MySQL at ${server} refuses account "${config.user}": check DB_USER and DB_PASSWORD.`;
    case 1130:
      return `MySQL at ${server} takes no connections from this host: it needs an account "${config.user}"@"%".`;
    case 1044:
      return `MySQL at ${server} does not let account "${config.user}" use database "${config.name}": check DB_NAME, or grant it.`;
    case 1049:
    case 1046:
      return `MySQL at ${server} has no database "${config.name}": check DB_NAME, or create it.`;
    case 1146:
      return `MySQL at ${server}: a table is missing, migrations run again.`;
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `MySQL: no such host "${config.host}": check DB_HOST.`;
  }
  if (code === 'ECONNREFUSED') {
    return `No MySQL server listens at ${server}: start it, or check DB_HOST and DB_PORT.`;
  }
  if (code === 'ETIMEDOUT' || code === 'PROTOCOL_SEQUENCE_TIMEOUT') {
    return `MySQL at ${server} does not answer in time: look after it, or check DB_HOST and DB_PORT.`;
  }
  return `MySQL at ${server} is not usable: ${code ?? message}.`;
}
