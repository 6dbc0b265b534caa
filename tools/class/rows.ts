import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Connection, escapeId } from 'mysql2/promise';
import type { DatabaseConfig } from '../../src/config.ts';
import { connectAsAdmin, select } from './admin.ts';

/** What is in a student's tables; undefined where a table is not there. */
export interface Rows {
  users?: number;
  sheets?: number;
  /** How many answered each food. */
  foods?: Map<string, number>;
  /** The newest answer, and how many seconds ago it was given. */
  last?: { food: string; seconds: number };
}

/** Reads each database, in the same order; it writes nothing. */
export async function readRows(databases: DatabaseConfig[]): Promise<Rows[]> {
  // One connection for all: forty more would be missing elsewhere.
  const onServer = databases.some(({ engine }) => engine === 'mysql');
  const admin = onServer ? await connectAsAdmin() : undefined;
  const found: Rows[] = [];
  for (const database of databases) {
    if (database.engine === 'sqlite') found.push(await inFile(database.file));
    else found.push(await onMysql(admin as Connection, database.name));
  }
  await admin?.end();
  return found;
}

async function inFile(file: string): Promise<Rows> {
  if (!existsSync(file)) return {};
  const database = new DatabaseSync(file, { readOnly: true });
  const ask: Ask = async (sql) => database.prepare(sql).all();
  const rows = await read(ask, 'unixepoch() - unixepoch(answered_at)');
  database.close();
  return rows;
}

async function onMysql(admin: Connection, name: string): Promise<Rows> {
  const isThere = await admin.query(`use ${escapeId(name)}`).catch(() => false);
  if (!isThere) return {};
  const age = 'timestampdiff(second, answered_at, now())';
  return await read((sql) => select(admin, sql), age);
}

type Ask = (sql: string) => Promise<Record<string, unknown>[]>;

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
    `select food, ${age} as seconds from survey_answers ` +
      'order by answered_at desc limit 1',
  );
  const rows: Rows = {};
  if (users) rows.users = Number(users[0]?.n);
  if (sheets) rows.sheets = Number(sheets[0]?.n);
  if (foods) {
    rows.foods = new Map(foods.map(({ food, n }) => [`${food}`, Number(n)]));
  }
  if (last?.[0]) {
    const [{ food, seconds }] = last as [Record<string, unknown>];
    rows.last = { food: `${food}`, seconds: Number(seconds) };
  }
  return rows;
}
