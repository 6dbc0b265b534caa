import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Difference, Step } from './contract/step.ts';
import type { Database } from './database/schema.ts';

/** What the server offers to every exercise; each takes what it needs. */
export interface Services {
  db: Kysely<Database>;
  /**
   * The same over one new connection, which its user destroys: a `use` there
   * reaches no other request, and the database's errors come as they are.
   */
  connectOnce: () => Kysely<Database>;
  /** What pages may tell about the database; SQLite has no address. */
  database: {
    engine: string;
    name: string;
    host?: string;
    port?: number;
    user?: string;
  };
  /** Resolves when the database answers; rejects with why it does not. */
  check: () => Promise<void>;
  /** The port that this server listens on, for what pages show. */
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
  /** The base of the API that ex4-2 and ex7 call, without a slash at the end. */
  apiUrl: string;
}

/** What an exercise says of itself: all that its files do not tell. */
export interface Exercise {
  /** In the URL and on the command line. */
  id: string;
  /** Its folder in src/exercises, views and flask, and its test file. */
  slug: string;
  day: 1 | 2;
  title: string;
  routes: (app: FastifyInstance, services: Services) => Promise<void>;
  /** What its plugin takes of the services. */
  needs?: (keyof Services)[];
  /**
   * Its files in reading order, what it is about first: its sources and
   * templates by name alone, others by their path from the project's root.
   * The contract, which is shown last, is not among them.
   */
  files: string[];
  contract: Step[];
  differences?: Difference[];
  /** The exercise that it grew from, and the file that shows how. */
  grewFrom?: { id: string; file: string };
  /** Whether a reader may put together requests to its `api/`. */
  api?: true;
  /** Exercises that, served alone, have this one beside them at `/<id>/`. */
  beside?: string[];
}

/** Whether it cannot do its work while the database is away. */
export function usesDatabase({ needs = [] }: Exercise): boolean {
  return needs.includes('db') || needs.includes('connectOnce');
}

/** The files that its lesson shows, from the project's root. */
export function filesOf({ slug, files }: Exercise): string[] {
  return [...files, 'contract.ts'].map((file) => {
    if (/^[\w-]+\.ts$/.test(file)) return `src/exercises/${slug}/${file}`;
    if (/^[\w-]+\.ejs$/.test(file)) return `views/${slug}/${file}`;
    return file;
  });
}
