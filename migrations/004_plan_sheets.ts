import type { Kysely } from 'kysely';

/**
 * A TEXT of MySQL holds 65,535 bytes: the 10,000 characters of a part, of four
 * bytes each at most, fit in.
 */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('plan_sheets')
    .ifNotExists()
    .addColumn('id', 'char(36)', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('saved_at', 'char(24)', (column) => column.notNull())
    .addColumn('title', 'varchar(100)', (column) => column.notNull())
    .addColumn('overview', 'text', (column) => column.notNull())
    .addColumn('market', 'text', (column) => column.notNull())
    .addColumn('users', 'text', (column) => column.notNull())
    .addColumn('features', 'text', (column) => column.notNull())
    .addColumn('screens', 'text', (column) => column.notNull())
    .addColumn('backend', 'text', (column) => column.notNull())
    .addColumn('business', 'text', (column) => column.notNull())
    .addColumn('done', 'varchar(400)', (column) => column.notNull())
    .execute();
}

export async function down(db: Kysely<unknown>) {
  await db.schema.dropTable('plan_sheets').execute();
}
