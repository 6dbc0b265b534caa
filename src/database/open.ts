import type { FastifyBaseLogger } from 'fastify';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  sql,
} from 'kysely';
import type { DatabaseConfig } from '../config.ts';
import { connect } from './connect.ts';
import { migrate } from './migrate.ts';
import {
  explain,
  isMissingTable,
  isUnavailable,
  timeoutError,
} from './problems.ts';
import type { Database } from './schema.ts';

/** Milliseconds a request may wait for the database. */
const requestTimeLimit = 800;
/** Milliseconds that one statement of a migration may take. */
const migrationTimeLimit = 20_000;

/** The database of one course. */
export interface OpenDatabase {
  /**
   * Kysely over a database that is migrated before its first use. While it
   * cannot be reached, every query fails within a second with an error whose
   * `statusCode` is 503, and the next one tries again.
   */
  db: Kysely<Database>;
  /** Migrates with patience: many courses may start on one server. */
  start(): Promise<void>;
  /** Resolves when the database answers; rejects as a query would. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database lazily: nothing is touched before the first query. */
export function openDatabase(
  config: DatabaseConfig,
  log: FastifyBaseLogger,
): OpenDatabase {
  let migrated = false;
  let migration: Promise<void> | undefined;
  const reported = new Set<string>();

  function migrateOnce(): Promise<void> {
    migration ??= migrate(connect(config, migrationTimeLimit))
      .then(() => {
        migrated = true;
      })
      .finally(() => {
        migration = undefined;
      });
    return migration;
  }

  /** Says once what is wrong, and turns it into an error that means 503. */
  function fail(error: unknown): never {
    if (isMissingTable(error)) migrated = false;
    if (!isUnavailable(error)) throw error;
    const reason = explain(error, config);
    if (!reported.has(reason)) log.error(reason);
    reported.add(reason);
    throw Object.assign(new Error('the database is unavailable'), {
      statusCode: 503,
      headers: { 'retry-after': '2' },
      cause: error,
    });
  }

  function succeed<T>(result: T): T {
    if (reported.size > 0) log.info('The database is back.');
    reported.clear();
    return result;
  }

  /**
   * Makes a driver wait for the migrations, and its failures mean 503. On
   * SQLite they show in the query, not in getting the connection: Kysely has
   * only one there, and would wait for ever for it once getting it had failed.
   */
  function watch(driver: Driver): Driver {
    const init = driver.init.bind(driver);
    const acquire = driver.acquireConnection.bind(driver);
    const watched = new WeakSet<DatabaseConnection>();
    let unready: unknown;
    driver.init = (options) => init(options).catch(fail);
    driver.acquireConnection = async (options) => {
      // Before connecting: a session knows the character set of its database
      // from its start, and a migration may change that.
      unready = undefined;
      if (!migrated) {
        const ready = withTimeLimit(migrateOnce(), requestTimeLimit);
        await ready.catch((error) => {
          if (config.engine === 'mysql') fail(error);
          unready = error;
        });
      }
      const connection = await acquire(options).catch(fail);
      if (!watched.has(connection)) {
        const execute = connection.executeQuery.bind(connection);
        connection.executeQuery = async <R>(
          query: CompiledQuery,
          options?: object,
        ) => {
          if (unready !== undefined) fail(unready);
          return execute<R>(query, options).then(succeed<QueryResult<R>>, fail);
        };
        watched.add(connection);
      }
      return connection;
    };
    return driver;
  }

  const dialect = connect(config, requestTimeLimit);
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => watch(dialect.createDriver()),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  });
  return {
    db,
    start: () => migrateOnce().catch(fail),
    async check() {
      await sql`select 1`.execute(db);
    },
    close: () => withTimeLimit(db.destroy(), 1000),
  };
}

async function withTimeLimit<T>(work: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeoutError()), limit);
  });
  return Promise.race([work, timeUp]).finally(() => clearTimeout(timer));
}
