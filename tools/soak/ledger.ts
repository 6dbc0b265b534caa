import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createStudent,
  type PrivateMysql,
  runAsRoot,
  type Student,
  startMysql,
} from '../../test/mysql.ts';
import { type Books, openBooks } from './books.ts';
import { type Options, type Row, runAlone } from './part.ts';
import { type Server, startServer } from './server.ts';
import { tables, writers } from './writers.ts';

// Writers keep books on what they were told, while the server and its MySQL
// server are killed at random moments; then the books meet the tables.
// Acknowledged writes must all be there, each once and whole, and what was
// told to have failed must not.

/** Kills and writes for so many seconds; SQLite has no server to kill. */
export async function run({ seconds, engine }: Options): Promise<Row[]> {
  const mysql = engine === 'mysql' ? await startMysql() : undefined;
  const student = mysql && (await createStudent(mysql.url));
  const server = await startServer(student && settingsOf(student));
  try {
    const books = openBooks();
    const end = performance.now() + seconds * 1000;
    const isOver = () => performance.now() > end;
    const writing = writers.map((write) => write(server.url, books, isOver));
    const kills = await killUntil(isOver, server, mysql);
    await Promise.all(writing);

    const read = student
      ? (table: string) =>
          runAsRoot(`select * from ${student.name}.${table}`, mysql?.url)
      : (table: string) => readFile(server.file, table);
    return [
      count('kills of the server', kills.server),
      ...(mysql ? [count('kills of the database', kills.database)] : []),
      ...(await judge(books, read)),
    ];
  } finally {
    await server.remove();
    await mysql?.remove();
  }
}

/** A figure that is to be above zero, or nothing was shown. */
export function count(what: string, count: number): Row {
  return { what, figure: `${count}`, held: count > 0 };
}

type Found = Record<string, unknown>;

/** What the books say of the tables, as `read` finds them at the end. */
export async function judge(
  books: Books,
  read: (table: string) => Found[] | Promise<Found[]>,
): Promise<Row[]> {
  const found = [];
  for (const [table, toFinding] of Object.entries(tables)) {
    found.push(...(await read(table)).map(toFinding));
  }
  const { lost, doubled, half, doneAllTheSame } = books.compare(found);
  const { done, unsure, failed } = books.counts;
  const none = (what: string, count: number) => {
    return { what, figure: `${count}`, held: count === 0 };
  };
  return [
    count('writes acknowledged', done),
    count('writes that failed or were refused', failed),
    count('writes without an answer, or with none that knows', unsure),
    none('acknowledged writes that are lost', lost),
    none('rows that are there twice', doubled),
    none('rows of which only a half is there', half),
    none('writes that failed and were done all the same', doneAllTheSame),
  ];
}

async function killUntil(
  isOver: () => boolean,
  server: Server,
  mysql: PrivateMysql | undefined,
) {
  const kills = { server: 0, database: 0 };
  while (!isOver()) {
    await sleep(100 + Math.random() * 2000);
    if (mysql && kills.database < kills.server) {
      await mysql.kill();
      await sleep(Math.random() * 500);
      await mysql.start();
      kills.database += 1;
    } else {
      await server.kill();
      await server.start();
      kills.server += 1;
    }
  }
  return kills;
}

function readFile(file: string, table: string) {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  const rows = database.prepare(`select * from ${table}`).all();
  database.close();
  return rows;
}

/** The environment of a course that uses this account. */
export function settingsOf({ host, port, user, password, name }: Student) {
  const account = { DB_USER: user, DB_PASSWORD: password, DB_NAME: name };
  return { DB_HOST: host, DB_PORT: `${port}`, ...account };
}

if (import.meta.main) await runAlone(run);
