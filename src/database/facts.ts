import type { DatabaseConfig } from '../config.ts';

/** What pages may tell about the database: all but the password. */
export interface DatabaseFacts {
  engine: 'sqlite' | 'mysql';
  /** Account and address exist on MySQL only. */
  host?: string;
  port?: number;
  user?: string;
  name: string;
}

/** Picks what pages may tell, so that a password can't slip in with the rest. */
export function describeDatabase(config: DatabaseConfig): DatabaseFacts {
  if (config.engine === 'sqlite')
    return { engine: 'sqlite', name: config.name };
  const { engine, host, port, user, name } = config;
  return { engine, host, port, user, name };
}
