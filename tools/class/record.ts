import type { Connection } from 'mysql2/promise';
import { select } from './admin.ts';

// Which accounts are this tool's, and not somebody else's of the same name,
// stands on the server itself: reset and remove touch no others.

/** The ports whose accounts this tool made. */
export async function readRecord(admin: Connection): Promise<Set<number>> {
  const there = await select(
    admin,
    'select 1 from information_schema.tables where table_name = ? ' +
      'and table_schema = ?',
    ['accounts', 'course_class'],
  );
  if (there.length === 0) return new Set();
  const rows = await select(admin, 'select * from course_class.accounts');
  return new Set(rows.map(({ port }) => port));
}

/** Notes that the accounts of these ports are, or will be, this tool's. */
export async function record(admin: Connection, ports: number[]) {
  await admin.query('create database if not exists course_class');
  await admin.query(
    'create table if not exists course_class.accounts (port int primary key)',
  );
  const rows = ports.map((port) => [port]);
  await admin.query('insert ignore into course_class.accounts values ?', [
    rows,
  ]);
}

/** Forgets ports whose accounts are gone; without any, there is no record. */
export async function forget(admin: Connection, ports: number[]) {
  const sql = 'delete from course_class.accounts where port in (?)';
  await admin.query(sql, [ports]);
  const isEmpty = (await readRecord(admin)).size === 0;
  if (isEmpty) await admin.query('drop database course_class');
}
