import type { Kysely } from 'kysely';

/** 강의의 users 테이블을 만든다. 손으로 만든 것이 있으면 그대로 둔다. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('users')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.autoIncrement().primaryKey())
    .addColumn('name', 'varchar(100)')
    .addColumn('age', 'integer')
    .execute();
}

export async function down(db: Kysely<unknown>) {
  await db.schema.dropTable('users').execute();
}
