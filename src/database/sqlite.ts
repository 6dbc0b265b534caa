import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** Who uses a database and is told how it goes. */
export interface Watch {
  /**
   * Awaited before each use, and may reject.
   *
   * @param replaced the file that was open is no longer the one at its path
   */
  ready(replaced: boolean): Promise<void>;
  /** Gives the error to throw for one of the driver or of the server. */
  failed(error: unknown, connecting: boolean): unknown;
  succeeded(): void;
}

/**
 * Kysely's dialect for a file of SQLite, over node:sqlite. It opens the file,
 * or makes it, on first use. SQLite's waiting would stop the whole process, so
 * the waits are here.
 *
 * @param timeLimit milliseconds to wait while others use or lock the file
 */
export function sqliteDialect(
  file: string,
  timeLimit = 1000,
  watch?: Watch,
): Dialect {
  let opened: ReturnType<typeof openFile> | undefined;
  /** Those who wait while the one connection is in use, until when it waits. */
  let inUse = false;
  const queue: (() => void)[] = [];
  let deadline = 0;

  const failed = (error: unknown, connecting: boolean) =>
    watch?.failed(error, connecting) ?? error;

  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      try {
        const result = await retry(() => run<R>(sql, parameters));
        watch?.succeeded();
        return result;
      } catch (error) {
        throw failed(error, false);
      }
    },
    streamQuery() {
      throw new Error('node:sqlite has no streams here');
    },
  };
  const runs = (text: string) => async () => {
    await connection.executeQuery(CompiledQuery.raw(text));
  };
  const driver: Driver = {
    async init() {},
    acquireConnection: () =>
      acquire().catch((error) => {
        throw failed(error, true);
      }),
    // Waits for the lock now, not at its first change.
    beginTransaction: runs('begin immediate'),
    commitTransaction: runs('commit'),
    rollbackTransaction: runs('rollback'),
    async releaseConnection() {
      endTurn();
    },
    async destroy() {
      opened?.database.close();
      opened = undefined;
    },
  };

  async function acquire() {
    const until = performance.now() + timeLimit;
    await takeTurn();
    try {
      deadline = until;
      const old = opened;
      const replaced = old !== undefined && old.id !== idOf(file);
      if (replaced) {
        opened = undefined;
        closeReplaced(file, old);
      }
      await watch?.ready(replaced);
      opened ??= await retry(() => openFile(file));
      return connection;
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  function run<R>(text: string, parameters: readonly unknown[]) {
    if (!opened) throw new Error('the database is closed');
    const statement = opened.database.prepare(text);
    const values = parameters as SQLInputValue[];
    if (statement.columns().length > 0) {
      return { rows: statement.all(...values) as R[] };
    }
    const { changes, lastInsertRowid } = statement.run(...values);
    return {
      rows: [],
      insertId: BigInt(lastInsertRowid),
      numAffectedRows: BigInt(changes),
    };
  }

  async function retry<T>(work: () => T): Promise<T> {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
      }
      await sleep(10);
    }
  }

  async function takeTurn() {
    if (!inUse) {
      inUse = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(turn), 1);
        const busy = { code: 'ERR_SQLITE_ERROR', errcode: 5 };
        reject(Object.assign(new Error('database is locked'), busy));
      }, timeLimit);
      queue.push(turn);
    });
  }

  function endTurn() {
    const next = queue.shift();
    if (next) next();
    else inUse = false;
  }

  return {
    createAdapter: () => new FileAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function openFile(file: string) {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    // Makes the file of the log, which is known again by its id.
    database.exec('SELECT 1 FROM sqlite_schema');
  } catch (error) {
    database.close();
    throw error;
  }
  return { database, id: idOf(file), walId: idOf(`${file}-wal`) };
}

/** What the old file left behind would be taken for the new one's. */
function closeReplaced(file: string, old: ReturnType<typeof openFile>) {
  old.database.close();
  if (idOf(`${file}-wal`) !== old.walId) return;
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
}

/** Tells apart two files that had the same path, one after the other. */
function idOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.dev} ${stats.ino}` : '';
}

function isBusy(error: unknown): boolean {
  const { errcode = 0 } = error as { errcode?: number };
  // The low byte is the kind of error: 5 is SQLITE_BUSY, 6 SQLITE_LOCKED.
  return (errcode & 0xff) === 5 || (errcode & 0xff) === 6;
}

class FileAdapter extends SqliteAdapter {
  // The driver queues by itself: Kysely's queue waits without end.
  override get supportsMultipleConnections() {
    return true;
  }

  // So all migrations are one transaction, and two servers that start on one
  // file make them one after the other.
  override get supportsTransactionalDdl() {
    return true;
  }
}
