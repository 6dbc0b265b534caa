import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Connection, escapeId } from 'mysql2/promise';
import type { DatabaseConfig } from '../../src/config.ts';
import { select, withAdmin } from './admin.ts';

/** What is in a student's tables; undefined where a table is not there. */
export interface Rows {
  users?: number | undefined;
  sheets?: number | undefined;
  /** How many answered each food. */
  foods?: Map<string, number> | undefined;
  /** The newest answer, and how many seconds ago it was given. */
  last?: { food: string; seconds: number } | undefined;
}

/** Reads each database, in the same order; it writes nothing. */
export async function readRows(databases: DatabaseConfig[]): Promise<Rows[]> {
  if (databases[0]?.engine === 'sqlite') {
    return Promise.all(databases.map(readFile));
  }
  // One connection for all: forty more would be missing elsewhere.
  return await withAdmin(async (admin) => {
    const found: Rows[] = [];
    for (const { name } of databases) found.push(await onMysql(admin, name));
    return found;
  });
}

async function readFile(config: DatabaseConfig): Promise<Rows> {
  if (config.engine !== 'sqlite' || !existsSync(config.file)) return {};
  const database = new DatabaseSync(config.file, { readOnly: true });
  const ask: Ask = async (sql) => database.prepare(sql).all() as never;
  const rows = await read(ask, 'unixepoch() - unixepoch(answered_at)');
  database.close();
  return rows;
}

async function onMysql(admin: Connection, name: string): Promise<Rows> {
  const isThere = await admin.query(`use ${escapeId(name)}`).catch(() => false);
  if (!isThere) return {};
  const age = 'timestampdiff(second, answered_at, now())';
  return await read((sql) => select(admin, sql) as never, age);
}

type Ask = (sql: string) => Promise<{ food: string; n: number }[]>;

/** @param age SQL for the seconds since an answer was given */
async function read(ask: Ask, age: string): Promise<Rows> {
  // The student may have dropped a table, or made another of its name.
  const tryTo = (sql: string) => ask(sql).catch(() => undefined);
  const users = await tryTo('select count(*) as n from users');
  const sheets = await tryTo('select count(*) as n from plan_sheets');
  const foods = await tryTo(
    'select food, count(*) as n from survey_answers group by food',
  );
  const last = await tryTo(
    `select food, ${age} as n from survey_answers ` +
      'order by answered_at desc limit 1',
  );
  return {
    users: users?.[0]?.n,
    sheets: sheets?.[0]?.n,
    foods: foods && new Map(foods.map(({ food, n }) => [food, n])),
    last: last?.[0] && { food: last[0].food, seconds: last[0].n },
  };
}
