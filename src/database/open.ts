import type { FastifyBaseLogger } from 'fastify';
import { Kysely, sql } from 'kysely';
import type { DatabaseConfig } from '../config.ts';
import { migrate } from './migrate.ts';
import { mysqlDialect, settles } from './mysql.ts';
import {
  DatabaseAway,
  explain,
  isAnswer,
  isAway,
  isUnmigrated,
  noAnswer,
} from './problems.ts';
import type { Database } from './schema.ts';
import { sqliteDialect, type Watch } from './sqlite.ts';

/** Milliseconds for a connection, and for a statement. */
const requestTimeLimit = 700;
/** Milliseconds a request may wait for the migrations. */
const readyTimeLimit = 900;
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
  /**
   * Kysely over one new connection, which its user destroys. Where the
   * database answers with an error, that comes as the driver gives it.
   */
  connectOnce(): Kysely<Database>;
  /** Migrates with patience: many courses may start on one server. */
  start(): Promise<void>;
  /** Resolves when the database answers; rejects as a query would. */
  check(): Promise<void>;
  /** Leaves no file and no connection open, nor any that `start` would open. */
  close(): Promise<void>;
}

/** Opens the database lazily: nothing is touched before the first query. */
export function openDatabase(
  config: DatabaseConfig,
  log: FastifyBaseLogger,
): OpenDatabase {
  let migrated = false;
  let migration: Promise<void> | undefined;
  let starting: Promise<void> | undefined;
  const reported = new Set<string>();

  function migrateOnce(): Promise<void> {
    migration ??= migrate(connect(migrationTimeLimit, 1))
      .then(() => {
        migrated = true;
      })
      .finally(() => {
        migration = undefined;
      });
    return migration;
  }

  const watch: Watch = {
    async ready(replaced) {
      if (replaced) migrated = false;
      // Before connecting: a session knows the character set of its database
      // from its start, and a migration may change that.
      if (migrated) return;
      const migrating = migrateOnce();
      if (!(await settles(migrating, readyTimeLimit))) throw noAnswer();
      await migrating;
    },
    /** Says once what is wrong, and turns it into an error that means 503. */
    failed(error, connecting) {
      if (isUnmigrated(error)) migrated = false;
      if (!connecting && !isAway(error)) return error;
      const reason = explain(error, config);
      if (!reported.has(reason)) log.error(reason);
      reported.add(reason);
      return new DatabaseAway({ cause: error });
    },
    succeeded() {
      if (reported.size > 0) log.info('The database is back.');
      reported.clear();
    },
  };

  const frankWatch: Watch = {
    ...watch,
    failed: (error, connecting) =>
      connecting || !isAnswer(error) ? watch.failed(error, connecting) : error,
  };

  function connect(timeLimit: number, connections: number, watch?: Watch) {
    return config.engine === 'sqlite'
      ? sqliteDialect(config.file, timeLimit, watch)
      : mysqlDialect(config, timeLimit, connections, watch);
  }

  const most = config.engine === 'sqlite' ? 1 : config.connections;
  const dialect = connect(requestTimeLimit, most, watch);
  const db = new Kysely<Database>({ dialect });
  async function check() {
    await sql`select 1`.execute(db);
  }
  async function migrateAndCheck() {
    await migrateOnce().catch((error) => {
      throw watch.failed(error, true);
    });
    await check();
  }
  return {
    db,
    connectOnce: () =>
      new Kysely({ dialect: connect(requestTimeLimit, 1, frankWatch) }),
    start() {
      starting = migrateAndCheck();
      return starting;
    },
    check,
    async close() {
      // Either opens the database anew.
      const underWay = Promise.allSettled([starting, migration]);
      await settles(underWay, readyTimeLimit);
      await db.destroy();
    },
  };
}
