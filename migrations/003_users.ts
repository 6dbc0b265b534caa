import type { Kysely } from 'kysely';

/** The lecture's table; a student who made it by hand keeps theirs. */
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
