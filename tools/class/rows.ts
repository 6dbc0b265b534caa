import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { escapeId, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseConfig } from '../../src/config.ts';
import { visible } from '../terminal.ts';
import { select, withAccount } from './admin.ts';

/** What is in a student's tables; undefined where it cannot be read. */
export interface Rows {
  users?: number;
  sheets?: number;
  /** How many answered each food, and how long ago; the newest first. */
  foods?: { food: string; n: number; seconds: number }[] | undefined;
}

/** Reads one database after the other into a list; it writes nothing. */
export async function readRows(databases: DatabaseConfig[], list: Rows[]) {
  if (databases[0]?.engine === 'sqlite') {
    for (const database of databases) list.push(await readFile(database));
    return;
  }
  // One connection for all: forty more would be missing elsewhere.
  await withAccount(async (admin) => {
    // Whatever a student locks: in the words of MariaDB, and of MySQL.
    const limits =
      '/*M! max_statement_time = 0.3 */ /*!50708 max_execution_time = 300 */';
    await admin.query(`set session ${limits}`);
    for (const { name } of databases) {
      const ask = (sql: string) => select(admin, sql);
      list.push(await read(ask, escapeId(name), 'unix_timestamp'));
    }
  });
}

async function readFile(config: DatabaseConfig): Promise<Rows> {
  if (config.engine !== 'sqlite' || !existsSync(config.file)) return {};
  const database = new DatabaseSync(config.file, { readOnly: true });
  const ask = async (sql: string) =>
    database.prepare(sql).all() as RowDataPacket[];
  const rows = await read(ask, 'main', 'unixepoch');
  database.close();
  return rows;
}

/** @param seconds the SQL function that makes seconds of a time, or of now */
async function read(
  ask: (sql: string) => Promise<RowDataPacket[]>,
  schema: string,
  seconds: string,
): Promise<Rows> {
  // The student may have dropped a table, or made another of its name.
  const tryTo = (sql: string) => ask(sql).catch(() => undefined);
  const count = async (table: string) =>
    (await tryTo(`select count(*) as n from ${schema}.${table}`))?.[0]?.n;
  const foods = await tryTo(
    `select substr(food, 1, 20) as food, count(*) as n,
       ${seconds}() - ${seconds}(max(answered_at)) as seconds
     from ${schema}.survey_answers group by food order by seconds`,
  );
  return {
    users: await count('users'),
    sheets: await count('plan_sheets'),
    foods: foods?.map(({ food, n, seconds }) => {
      return { food: visible(`${food}`), n, seconds };
    }),
  };
}
