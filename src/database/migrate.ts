import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Dialect, Kysely } from 'kysely';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { projectRoot } from '../config.ts';
import type { Database } from './schema.ts';

/** The migrations that make each table, in their order. */
export const makers: Record<keyof Omit<Database, 'practice_users'>, string[]> =
  {
    survey_answers: ['002_survey_answers'],
    users: ['003_users'],
    plan_sheets: ['004_plan_sheets'],
  };

/**
 * Runs the migrations that the database has not seen, then closes it.
 *
 * A student may have dropped a table by hand (the lecture does so with
 * `users`): then the migrations that make it run again. Their record is not
 * touched: another server may be writing it.
 *
 * @throws whatever the database answers; what MySQL did until then stays.
 */
export async function migrate(dialect: Dialect): Promise<void> {
  const db = new Kysely<unknown>({ dialect });
  try {
    const migrator = new Migrator({ db, provider: migrations });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;

    const there = await db.introspection.getTables();
    const all = await migrations.getMigrations();
    for (const [table, files] of Object.entries(makers)) {
      if (there.some(({ name }) => name === table)) continue;
      for (const file of files) await all[file]?.up(db);
    }
  } finally {
    await db.destroy();
  }
}

/** The files of migrations/, each of which may run a second time. */
export const migrations = new FileMigrationProvider({
  fs: { readdir },
  path: { join },
  migrationFolder: join(projectRoot, 'migrations'),
  import: (file: string) => import(pathToFileURL(file).href),
});
