import { type Connection, escapeId, escape as quote } from 'mysql2/promise';
import { select } from './admin.ts';

/** Connections that one account may hold: a course, and a console beside it. */
const maxConnections = 12;
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

/**
 * The statements that make a student's account anew and, where they are not
 * there yet, its databases.
 *
 * @param hosts where the account may connect from
 */
export async function writeAccount(
  admin: Connection,
  port: number,
  hosts: string[],
): Promise<string[]> {
  const name = accountOf(port);
  const users = hosts.map((host) => `${quote(name)}@${quote(host)}`);
  const secret = users.map((user) => `${user} identified by ${quote(name)}`);
  const [server] = await select(admin, 'select version() as version');
  const isMariaDb = /mariadb/i.test(server?.version);
  return [
    // What is there may have another password, other hosts or other limits.
    ...(await writeDropUsers(admin, port)),
    `create user ${secret.join(', ')} with max_user_connections ` +
      maxConnections +
      (isMariaDb ? ` max_statement_time ${maxStatementTime}` : ''),
    ...databasesOf(port).flatMap((database) => [
      `create database if not exists ${escapeId(database)} ` +
        'default character set utf8mb4',
      // In a grant, _ stands for any character unless it is escaped.
      `grant all on ${escapeId(database.replaceAll('_', '\\_'))}.* ` +
        `to ${users.join(', ')}`,
    ]),
  ];
}

/** Runs statements one after the other. */
export async function runAll(admin: Connection, statements: string[]) {
  for (const statement of statements) await admin.query(statement);
}

/** Deletes a student's account and databases, with all that is in them. */
export async function dropAccount(admin: Connection, port: number) {
  await runAll(admin, await writeDropUsers(admin, port));
  // Whoever is connected stays so, and an open transaction locks its tables.
  const sessions = await select(
    admin,
    'select id as id from information_schema.processlist where user = ?',
    [accountOf(port)],
  );
  for (const { id } of sessions)
    await admin.query('kill ?', [id]).catch(() => {});
  for (const database of databasesOf(port)) {
    await admin.query(`drop database if exists ${escapeId(database)}`);
  }
}

/** From where a student's account may connect; nowhere if there is none. */
export async function hostsOf(admin: Connection, port: number) {
  const sql = 'select host as host from mysql.user where user = ?';
  const rows = await select(admin, sql, [accountOf(port)]);
  return rows.map(({ host }) => host as string);
}

async function writeDropUsers(admin: Connection, port: number) {
  const name = quote(accountOf(port));
  const hosts = await hostsOf(admin, port);
  return hosts.map((host) => `drop user ${name}@${quote(host)}`);
}

/** Accounts and databases that bear the names of these ports. */
export async function findNames(admin: Connection, ports: number[]) {
  if (ports.length === 0) return [];
  const found = [
    ...(await select(
      admin,
      'select distinct user as name from mysql.user where user in (?)',
      [ports.map(accountOf)],
    )),
    ...(await select(
      admin,
      'select schema_name as name from information_schema.schemata ' +
        'where schema_name in (?)',
      [ports.flatMap(databasesOf)],
    )),
  ];
  return [...new Set(found.map(({ name }) => name as string))];
}
