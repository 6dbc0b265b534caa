import type { Connection, RowDataPacket } from 'mysql2/promise';
import { escapeId, escape as quote } from 'mysql2/promise';

/** Connections that one account may hold: a course, and a console beside it. */
const maxConnections = 12;
/** Seconds that a statement of a student may run, where the server can tell. */
const maxStatementTime = 20;

/** A student's account and password, and the database of the same name. */
export function accountOf(port: number): string {
  return `student_${port}`;
}

/** The databases of a student: the one for work, the one for practice. */
export function databasesOf(port: number): string[] {
  return [accountOf(port), `${accountOf(port)}_practice`];
}

/**
 * The statements that make a student's account and databases, or make them
 * right again: whatever of it is there already is kept.
 *
 * @param hosts where the account may connect from
 * @param obsolete hosts from which it may no longer
 */
export function writeAccount(
  port: number,
  hosts: string[],
  obsolete: string[],
  isMariaDb: boolean,
): string[] {
  const name = accountOf(port);
  const users = hosts.map((host) => `${quote(name)}@${quote(host)}`);
  const secret = users.map((user) => `${user} identified by ${quote(name)}`);
  const limits =
    `with max_user_connections ${maxConnections}` +
    (isMariaDb ? ` max_statement_time ${maxStatementTime}` : '');
  return [
    `create user if not exists ${secret.join(', ')} ${limits}`,
    // What was there may have another password, or other limits.
    `alter user ${secret.join(', ')} ${limits}`,
    ...obsolete.map((host) => `drop user ${quote(name)}@${quote(host)}`),
    ...databasesOf(port).flatMap((database) => [
      `create database if not exists ${escapeId(database)} ` +
        'default character set utf8mb4',
      // In a grant, _ stands for any character unless it is escaped.
      `grant all on ${escapeId(database.replaceAll('_', '\\_'))}.* ` +
        `to ${users.join(', ')}`,
    ]),
  ];
}

/** Deletes a student's account and databases, with all that is in them. */
export async function dropAccount(admin: Connection, port: number) {
  const name = accountOf(port);
  for (const host of await hostsOf(admin, port)) {
    await admin.query(`drop user ${quote(name)}@${quote(host)}`);
  }
  // Whoever is connected stays so, and an open transaction locks its tables.
  const [sessions] = await admin.query<RowDataPacket[]>(
    'select id from information_schema.processlist where user = ?',
    [name],
  );
  for (const { id } of sessions) {
    await admin.query('kill ?', [id]).catch(() => {});
  }
  for (const database of databasesOf(port)) {
    await admin.query(`drop database if exists ${escapeId(database)}`);
  }
}

/** From where a student's account may connect; nowhere if there is none. */
export async function hostsOf(
  admin: Connection,
  port: number,
): Promise<string[]> {
  const [rows] = await admin.query<RowDataPacket[]>(
    'select host as host from mysql.user where user = ?',
    [accountOf(port)],
  );
  return rows.map(({ host }) => host);
}

/** Accounts and databases that bear the names of these ports. */
export async function findNames(
  admin: Connection,
  ports: number[],
): Promise<string[]> {
  if (ports.length === 0) return [];
  const [users] = await admin.query<RowDataPacket[]>(
    'select distinct user as name from mysql.user where user in (?)',
    [ports.map(accountOf)],
  );
  const [databases] = await admin.query<RowDataPacket[]>(
    'select schema_name as name from information_schema.schemata ' +
      'where schema_name in (?)',
    [ports.flatMap(databasesOf)],
  );
  return [
    ...users.map(({ name }) => `계정 ${name}`),
    ...databases.map(({ name }) => `데이터베이스 ${name}`),
  ];
}
