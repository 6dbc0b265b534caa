import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('survey_answers')
    .ifNotExists()
    .addColumn('id', 'char(36)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(100)', (column) => column.notNull())
    .addColumn('age', 'integer', (column) => column.notNull())
    .addColumn('food', 'varchar(20)', (column) => column.notNull())
    // For the teacher's board: the database fills it in.
    .addColumn('answered_at', 'datetime', (column) =>
      column.notNull().defaultTo(sql`current_timestamp`),
    )
    .execute();
}

export async function down(db: Kysely<unknown>) {
  await db.schema.dropTable('survey_answers').execute();
}
