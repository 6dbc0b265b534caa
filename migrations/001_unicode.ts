import { type Kysely, MysqlAdapter, sql } from 'kysely';

/**
 * A MySQL database may have been made for latin1, which has no Korean; then
 * so is what a student makes by hand in it.
 */
export async function up(db: Kysely<unknown>) {
  if (!(db.getExecutor().adapter instanceof MysqlAdapter)) return;
  await sql`alter database character set utf8mb4`.execute(db);
  const { rows } = await sql`
    select 1 from information_schema.columns
    where table_schema = database() and table_name = 'users'
      and character_set_name <> 'utf8mb4'
  `.execute(db);
  if (rows.length === 0) return;
  await sql`alter table users convert to character set utf8mb4`.execute(db);
}
