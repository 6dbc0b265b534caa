import { type Dialect, MysqlDialect, type MysqlPoolConnection } from 'kysely';
import type { Pool, PoolConnection, PoolOptions, QueryError } from 'mysql2';
import type { MysqlConfig } from '../config.ts';
import { isAnswer, isChange, noAnswer, OutcomeUnknown } from './problems.ts';
import type { Watch } from './sqlite.ts';

/** Milliseconds that stopping a statement may take. */
const killLimit = 300;

/**
 * Kysely's dialect for a MySQL server, over a pool of mysql2 that connects on
 * first use. mysql2 waits for a free connection without end, and after its own
 * query timeout the statement goes on; here both waits end, and a statement
 * that was told to have failed has not happened.
 *
 * @param timeLimit milliseconds for getting a connection, and for a statement
 */
export function mysqlDialect(
  config: MysqlConfig,
  timeLimit: number,
  connections: number,
  watch?: Watch,
): Dialect {
  const options: PoolOptions = {
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
    maxPreparedStatements: 100,
    connectionLimit: connections,
    maxIdle: 1,
    idleTimeout: 30_000,
    queueLimit: 200,
  };
  const failed = (error: unknown, connecting: boolean) =>
    watch?.failed(error, connecting) ?? error;

  /** Of a connection, Kysely uses these three. */
  function limited(connection: PoolConnection): MysqlPoolConnection {
    const query = (text: string, values: unknown[], done: Done) => {
      execute(connection, text, values).then(
        (result) => {
          watch?.succeeded();
          done(null, result);
        },
        (cause) => {
          const error = failed(cause, false);
          const isUnknown = watch && isChange(text) && !isAnswer(cause);
          const told = isUnknown ? new OutcomeUnknown({ cause }) : error;
          done(told as QueryError);
        },
      );
    };
    const release = () => connection.release();
    const { threadId } = connection;
    return { query, release, threadId } as unknown as MysqlPoolConnection;
  }

  async function execute(
    connection: PoolConnection,
    sql: string,
    values: unknown[],
  ) {
    // With values, prepared: they never become a part of the text. Statements
    // such as BEGIN and USE cannot be prepared.
    const answer = new Promise((resolve, reject) => {
      const done: Done = (error, rows) =>
        error ? reject(error) : resolve(rows);
      if (values.length === 0) connection.query(sql, done);
      else connection.execute(sql, values as never, done);
    });
    if (await settles(answer, timeLimit)) return answer;

    // Too late. It is stopped, and what comes of that is the answer.
    const { createConnection } = await import('mysql2');
    const control = createConnection({ ...options, connectTimeout: killLimit });
    control.on('error', () => {});
    control.query(`kill query ${connection.threadId}`, () => {});
    const known = await settles(answer, killLimit);
    control.destroy();
    connection.destroy();
    if (known) return answer;
    answer.catch(() => {});
    throw noAnswer();
  }

  async function getConnection(pool: Pool) {
    await watch?.ready(false);
    const connection = new Promise<PoolConnection>((resolve, reject) => {
      pool.getConnection((error, got) =>
        error ? reject(error) : resolve(got),
      );
    });
    if (await settles(connection, timeLimit)) return connection;
    connection.then(
      (late) => late.release(),
      () => {},
    );
    throw noAnswer();
  }

  return new MysqlDialect({
    pool: async () => {
      // Here, since a course without a MySQL server starts faster without.
      const { createPool } = await import('mysql2');
      const pool = createPool(options);
      // One for each connection: Kysely, too, keeps what it made for it.
      const known = new WeakMap<PoolConnection, MysqlPoolConnection>();
      pool.on('connection', (connection) => {
        known.set(connection, limited(connection));
      });
      return {
        // A server that is frozen does not say goodbye.
        async end(done) {
          const ended = new Promise((resolve) => pool.end(resolve));
          await settles(ended, killLimit);
          done(null);
        },
        getConnection(done) {
          getConnection(pool).then(
            (connection) => done(null, known.get(connection) as never),
            (error) => done(failed(error, true), undefined as never),
          );
        },
      };
    },
  });
}

type Done = (error: QueryError | null, result?: unknown) => void;

/** Whether the work ends, well or not, within so many milliseconds. */
export function settles(work: Promise<unknown>, limit: number) {
  return new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, limit, false);
    const end = () => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(end, end);
  });
}
