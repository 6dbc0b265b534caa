import type { Connection, RowDataPacket } from 'mysql2/promise';

// Which accounts are this tool's, and not somebody else's of the same name,
// stands on the server itself: reset and remove touch no others.

/** The ports whose accounts this tool made. */
export async function readRecord(admin: Connection): Promise<Set<number>> {
  const [there] = await admin.query<RowDataPacket[]>(
    'select 1 from information_schema.tables where table_schema = ? ' +
      'and table_name = ?',
    ['course_class', 'accounts'],
  );
  if (there.length === 0) return new Set();
  const [rows] = await admin.query<RowDataPacket[]>(
    'select port as port from course_class.accounts',
  );
  return new Set(rows.map(({ port }) => port));
}

/** Notes that the accounts of these ports are, or will be, this tool's. */
export async function record(admin: Connection, ports: number[]) {
  await admin.query('create database if not exists course_class');
  await admin.query(
    'create table if not exists course_class.accounts (port int primary key)',
  );
  await admin.query('insert ignore into course_class.accounts values ?', [
    ports.map((port) => [port]),
  ]);
}

/** Forgets ports whose accounts are gone; without any, there is no record. */
export async function forget(admin: Connection, ports: number[]) {
  await admin.query('delete from course_class.accounts where port in (?)', [
    ports,
  ]);
  if ((await readRecord(admin)).size === 0) {
    await admin.query('drop database course_class');
  }
}
