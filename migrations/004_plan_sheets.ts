import type { Kysely } from 'kysely';

/**
 * 활동지의 테이블을 만든다. MySQL의 TEXT에는 65,535바이트까지 들어가므로, 한
 * 항목의 10,000자는 한 자가 4바이트라도 모두 들어간다.
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
