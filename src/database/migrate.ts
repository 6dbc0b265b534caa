import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Dialect, Kysely } from 'kysely';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { projectRoot } from '../config.ts';
import type { Database } from './schema.ts';

/** What a database must have once it is migrated. */
const tables: (keyof Database)[] = ['survey_answers', 'users', 'plan_sheets'];

/**
 * Runs the migrations that the database has not seen, then closes it.
 *
 * A student may have dropped a table by hand (the lecture does so with
 * `users`): then all migrations run again, each of which leaves alone what is
 * there. Their record is not touched: another server may be writing it.
 *
 * @throws whatever the database answers; what was done until then stays.
 */
export async function migrate(dialect: Dialect): Promise<void> {
  const db = new Kysely<unknown>({ dialect });
  try {
    const migrator = new Migrator({ db, provider: migrations });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;

    const there = await db.introspection.getTables();
    const has = (table: string) => there.some(({ name }) => name === table);
    if (tables.every(has)) return;
    for (const { migration } of await migrator.getMigrations()) {
      await migration.up(db);
    }
  } finally {
    await db.destroy();
  }
}

const migrations = new FileMigrationProvider({
  fs: { readdir },
  path: { join },
  migrationFolder: join(projectRoot, 'migrations'),
  import: (file: string) => import(pathToFileURL(file).href),
});
