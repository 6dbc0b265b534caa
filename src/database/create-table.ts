import { type Kysely, MysqlAdapter, sql } from 'kysely';

/**
 * Starts a CREATE TABLE that leaves an existing table alone, and that holds
 * all of Unicode even where the MySQL server's default is latin1.
 */
export function createTable(db: Kysely<unknown>, name: string) {
  const table = db.schema.createTable(name).ifNotExists();
  const isMysql = db.getExecutor().adapter instanceof MysqlAdapter;
  return isMysql ? table.modifyEnd(sql`character set utf8mb4`) : table;
}
