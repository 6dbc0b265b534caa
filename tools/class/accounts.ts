import { type Connection, escapeId, escape as quote } from 'mysql2/promise';
import { select } from './admin.ts';

/**
 * Connections that one account may hold: a course, and a few beside it. It is
 * also the mark by which accounts of this tool are told from others of the
 * same name, which it must not touch: hardly anybody sets just this limit.
 */
const maxConnections = 13;
/** Seconds that a student's statement may take, where the server has a limit. */
const maxStatementTime = 20;

/** A student's account and password, and the database of the same name. */
export function accountOf(port: number): string {
  return `student_${port}`;
}

/** The databases of a student: the one for work, the one for practice. */
export function databasesOf(port: number): string[] {
  return [accountOf(port), `${accountOf(port)}_practice`];
}

/** What bears the names of these ports on the server. */
export interface Found {
  /** From where each account of ours may connect. */
  ours: Map<number, string[]>;
  /** The names of accounts and databases that are somebody else's. */
  strange: string[];
}

/** Looks for the accounts and databases of these ports. */
export async function findAccounts(
  admin: Connection,
  ports: number[],
): Promise<Found> {
  const users = await select(
    admin,
    'select user as name, host as host, max_user_connections as mark ' +
      'from mysql.user where user in (?)',
    [ports.map(accountOf)],
  );
  const databases = await findDatabases(admin, ports);
  const found: Found = { ours: new Map(), strange: [] };
  for (const port of ports) {
    const own = users.filter(({ name }) => name === accountOf(port));
    if (own.length > 0 && own.every(({ mark }) => mark === maxConnections)) {
      found.ours.set(
        port,
        own.map(({ host }) => host),
      );
      continue;
    }
    const there = [...users.map(({ name }) => name), ...databases];
    const names = databasesOf(port).filter((name) => there.includes(name));
    found.strange.push(...names);
  }
  return found;
}

async function findDatabases(admin: Connection, ports: number[]) {
  const sql =
    'select schema_name as name from information_schema.schemata ' +
    'where schema_name in (?)';
  const rows = await select(admin, sql, [ports.flatMap(databasesOf)]);
  return rows.map(({ name }) => name as string);
}

/**
 * The statements that make a student's account and databases, or make them
 * right again: what is in them is kept.
 *
 * @param hosts where the account may connect from
 * @param before where it could until now
 */
export async function writeAccount(
  admin: Connection,
  port: number,
  hosts: string[],
  before: string[] = [],
): Promise<string[]> {
  const name = quote(accountOf(port));
  const users = hosts.map((host) => `${name}@${quote(host)}`);
  const obsolete = before.filter((host) => !hosts.includes(host));
  const [server] = await select(admin, 'select version() as version');
  const isMariaDb = /mariadb/i.test(server?.version);
  const account =
    users.map((user) => `${user} identified by ${name}`).join(', ') +
    ` with max_user_connections ${maxConnections}` +
    (isMariaDb ? ` max_statement_time ${maxStatementTime}` : '');
  return [
    `create user if not exists ${account}`,
    // What was there may have another password by now.
    `alter user ${account} account unlock`,
    ...obsolete.map((host) => `drop user ${name}@${quote(host)}`),
    ...databasesOf(port).flatMap((database) => [
      `create database if not exists ${escapeId(database)}`,
      // Also where the student made it again: without, it may know no Hangul.
      `alter database ${escapeId(database)} character set utf8mb4`,
      // In a grant, _ stands for any character unless it is escaped.
      `grant all on ${escapeId(database.replaceAll('_', '\\_'))}.* ` +
        `to ${users.join(', ')}`,
    ]),
  ];
}

/** Deletes a student's databases, with all that is in them, and account. */
export async function dropAccount(
  admin: Connection,
  port: number,
  hosts: string[],
) {
  const users = hosts.map((host) => `${quote(accountOf(port))}@${quote(host)}`);
  // Whoever is connected may hold a lock, and would stay so.
  await admin.query(`alter user ${users.join(', ')} account lock`);
  const sessions = await select(
    admin,
    'select id as id from information_schema.processlist where user = ?',
    [accountOf(port)],
  );
  for (const { id } of sessions) {
    await admin.query('kill ?', [id]).catch(() => {});
  }
  for (const database of await findDatabases(admin, [port])) {
    await admin.query(`drop database ${escapeId(database)}`);
  }
  // Last: without an account, databases are nobody's.
  await admin.query(`drop user ${users.join(', ')}`);
}
