import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteDriver,
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
 * or makes it, on first use.
 *
 * @param timeLimit milliseconds to wait while others use or lock the file
 */
export function sqliteDialect(
  file: string,
  timeLimit = 1000,
  watch?: Watch,
): Dialect {
  return {
    createAdapter: () => new FileAdapter(),
    createDriver: () => new FileDriver(file, timeLimit, watch),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite's waiting would stop the whole process, so the waits are here. */
class FileDriver extends SqliteDriver {
  #file: string;
  #timeLimit: number;
  #watch: Watch | undefined;
  #open: ReturnType<typeof openFile> | undefined;
  /** Those who wait while the one connection is in use, until when it waits. */
  #inUse = false;
  #queue: (() => void)[] = [];
  #deadline = 0;
  #connection: DatabaseConnection = {
    executeQuery: (query) => this.#execute(query),
    async *streamQuery() {
      yield* [];
      throw new Error('node:sqlite has no streams here');
    },
  };

  constructor(file: string, timeLimit: number, watch?: Watch) {
    super({ database: () => Promise.reject(new Error('not used')) });
    this.#file = file;
    this.#timeLimit = timeLimit;
    this.#watch = watch;
  }

  override async init() {}

  override async acquireConnection() {
    const deadline = performance.now() + this.#timeLimit;
    try {
      await this.#takeTurn();
    } catch (error) {
      throw this.#watch?.failed(error, true) ?? error;
    }
    try {
      this.#deadline = deadline;
      const old = this.#open;
      const replaced = old !== undefined && old.id !== idOf(this.#file);
      if (replaced) {
        this.#open = undefined;
        closeReplaced(this.#file, old);
      }
      await this.#watch?.ready(replaced);
      this.#open ??= await this.#retry(() => openFile(this.#file));
      return this.#connection;
    } catch (error) {
      this.#endTurn();
      throw this.#watch?.failed(error, true) ?? error;
    }
  }

  override async beginTransaction(connection: DatabaseConnection) {
    // Waits for the lock now, not at its first change.
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async releaseConnection() {
    this.#endTurn();
  }

  override async destroy() {
    this.#open?.database.close();
    this.#open = undefined;
  }

  async #execute<R>({ sql, parameters }: CompiledQuery) {
    try {
      const result = await this.#retry(() => this.#run<R>(sql, parameters));
      this.#watch?.succeeded();
      return result;
    } catch (error) {
      throw this.#watch?.failed(error, false) ?? error;
    }
  }

  #run<R>(text: string, parameters: readonly unknown[]): QueryResult<R> {
    if (!this.#open) throw new Error('the database is closed');
    const statement = this.#open.database.prepare(text);
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

  async #retry<T>(work: () => T): Promise<T> {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > this.#deadline) throw error;
      }
      await sleep(10);
    }
  }

  async #takeTurn() {
    if (!this.#inUse) {
      this.#inUse = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(turn), 1);
        const busy = { code: 'ERR_SQLITE_ERROR', errcode: 5 };
        reject(Object.assign(new Error('database is locked'), busy));
      }, this.#timeLimit);
      this.#queue.push(turn);
    });
  }

  #endTurn() {
    const next = this.#queue.shift();
    if (next) next();
    else this.#inUse = false;
  }
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
