import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  type Dialect,
  type Kysely,
  MysqlDialect,
  type MysqlPool,
  type MysqlPoolConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  sql,
} from 'kysely';
import { createPool, type Pool, type QueryError } from 'mysql2';
import type { DatabaseConfig } from '../config.ts';
import { timeoutError } from './problems.ts';

/**
 * Kysely's dialect for the configured database. It connects on first use.
 *
 * @param timeLimit milliseconds for getting a connection, and for a query
 */
export function connect(config: DatabaseConfig, timeLimit: number): Dialect {
  if (config.engine === 'sqlite') {
    return new LockingSqliteDialect({
      database: async () => openSqlite(config.file),
    });
  }
  const makePool = () =>
    createPool({
      host: config.host,
      port: config.port,
      user: config.user,
      password: config.password,
      database: config.name,
      charset: 'utf8mb4',
      timezone: 'Z',
      stringifyObjects: true,
      multipleStatements: false,
      connectTimeout: timeLimit,
      enableKeepAlive: true,
      connectionLimit: config.connections,
      maxIdle: 1,
      idleTimeout: 30_000,
      queueLimit: 200,
    });
  return new MysqlDialect({
    pool: async () => limitTime(makePool(), timeLimit),
  });
}

/** node:sqlite behind the few methods that Kysely calls. */
function openSqlite(file: string): SqliteDatabase {
  mkdirSync(dirname(file), { recursive: true });
  // Waiting for another process's lock blocks this one, so it is kept short.
  const database = new DatabaseSync(file, { timeout: 500 });
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = database.prepare(text);
      const values = (list: readonly unknown[]) => list as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (list) => statement.all(...values(list)),
        run: (list) => statement.run(...values(list)),
        iterate: (list) => statement.iterate(...values(list)),
      };
    },
  };
}

/**
 * Kysely takes no lock for migrations on SQLite; two servers that start on one
 * file need one.
 */
class LockingSqliteDialect extends SqliteDialect {
  override createAdapter() {
    return new LockingSqliteAdapter();
  }
}

class LockingSqliteAdapter extends SqliteAdapter {
  #locked = false;

  // biome-ignore lint/suspicious/noExplicitAny: the base class's signature
  override async acquireMigrationLock(db: Kysely<any>) {
    await sql`begin immediate`.execute(db);
    this.#locked = true;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the base class's signature
  override async releaseMigrationLock(db: Kysely<any>) {
    // Kysely calls this, too, when there was no lock to be had.
    if (this.#locked) await sql`commit`.execute(db);
    this.#locked = false;
  }
}

/**
 * mysql2 waits for a free connection without end, and after its own query
 * timeout it hands the busy connection to the next caller. Here both waits
 * end, and a connection that did not answer is closed.
 */
function limitTime(pool: Pool, timeLimit: number): MysqlPool {
  return {
    end: (callback) => pool.end(callback),
    getConnection(callback) {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        callback(timeoutError(), undefined as never);
      }, timeLimit);
      pool.getConnection((error, connection) => {
        clearTimeout(timer);
        if (late) return connection?.release();
        if (error) return callback(error, undefined as never);
        const query = (text: string, values: unknown[], done: Done) =>
          connection.query(
            { sql: text, values, timeout: timeLimit },
            (failure, rows) => {
              if (failure?.code === 'PROTOCOL_SEQUENCE_TIMEOUT') {
                connection.destroy();
              }
              done(failure, rows);
            },
          );
        const release = () => connection.release();
        // Of a connection, Kysely uses these two methods.
        callback(null, { query, release } as unknown as MysqlPoolConnection);
      });
    },
  };
}

type Done = (error: QueryError | null, rows: unknown) => void;
