import type { Connection } from 'mysql2/promise';
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
export function nameOf(port: number): string {
  return `student_${port}`;
}

/** The databases of a student: the one for work, the one for practice. */
export function databasesOf(name: string): string[] {
  return [name, `${name}_practice`];
}

/** Looks for the accounts of these names, and for what is somebody else's. */
export async function findAccounts(admin: Connection, names: string[]) {
  /** Each name with its accounts as SQL writes them, one for each host. */
  const ours = new Map<string, string[]>();
  const strange: string[] = [];
  for (const name of names) {
    const rows = await select(
      admin,
      `select concat(quote(user), '@', quote(host)) as name,
         max_user_connections as mark from mysql.user where user = ?
       union all select schema_name, null from information_schema.schemata
         where schema_name in (?)`,
      [name, databasesOf(name)],
    );
    const users = rows.filter(({ mark }) => mark !== null);
    const areOurs = users.every(({ mark }) => mark === maxConnections);
    const own = users.map((row) => row.name);
    if (own.length > 0 && areOurs) ours.set(name, own);
    else strange.push(...rows.map((row) => row.name));
  }
  return { ours, strange: strange.join(', ') };
}

/**
 * The statements that make a student's account and databases, or make them
 * right again: what is in them is kept.
 *
 * @param users the accounts, as SQL writes them
 * @param before those that were there until now
 */
export function writeAccount(
  name: string,
  users: string[],
  before: string[] = [],
): string[] {
  const account =
    users.map((user) => `${user} identified by '${name}'`).join(', ') +
    ` with max_user_connections ${maxConnections}` +
    // To MySQL, which has no such limit, this is a comment.
    ` /*M! max_statement_time ${maxStatementTime} */`;
  const obsolete = before.filter((user) => !users.includes(user));
  return [
    `create user if not exists ${account}`,
    // What was there may have another password by now.
    `alter user ${account} account unlock`,
    ...obsolete.map((user) => `drop user ${user}`),
    ...databasesOf(name).flatMap((database) => [
      `create database if not exists ${database}`,
      // Also where the student made it again: without, it may know no Hangul.
      `alter database ${database} character set utf8mb4`,
      // In a grant, _ stands for any character unless it is escaped.
      `grant all on \`${database.replaceAll('_', '\\_')}\`.* to ${users}`,
    ]),
  ];
}

/** Deletes a student's databases, with all that is in them. */
export async function dropDatabases(
  admin: Connection,
  name: string,
  users: string[],
) {
  // Whoever is connected may hold a lock, and would stay so.
  await admin.query(`alter user ${users} account lock`);
  const sql =
    'select id as id from information_schema.processlist where user = ?';
  try {
    for (const { id } of await select(admin, sql, [name])) {
      await admin.query(`kill ${id}`).catch(() => {});
    }
    for (const database of databasesOf(name)) {
      await admin.query(`drop database if exists ${database}`);
    }
  } catch (error) {
    await admin.query(`alter user ${users} account unlock`);
    throw error;
  }
}
