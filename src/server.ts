import { buildApp } from './app.ts';
import { type AppConfig, ConfigError, readConfig } from './config.ts';
import { course } from './course.ts';
import { usesDatabase } from './exercise.ts';
import { listen } from './listen.ts';
import { internalPort } from './ports.ts';

const apps = buildOrExit();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, stop);
}
let serving = 0;
for (const { app, config } of apps) {
  try {
    await listen(app, config);
    serving += 1;
    app.log.info(describe(config));
  } catch (error) {
    console.error(explainListenError(error as NodeJS.ErrnoException, config));
    await app.close();
  }
}
if (serving === 0) process.exit(1);
apps[0]?.app.log.info('Stop with Ctrl-C.');

function buildOrExit() {
  try {
    const configs = readConfig(course.map(({ id }) => id));
    return configs.map((config) => ({ config, app: buildApp(config) }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/** Finishes the requests under way; those that take too long are cut off. */
async function stop() {
  setTimeout(() => process.exit(1), 1_500).unref();
  await Promise.allSettled(apps.map(({ app }) => app.close()));
  process.exit(0);
}

function describe({ port, only, database }: AppConfig): string {
  const served = course.filter(({ id }) => only === undefined || id === only);
  const { name } = database;
  const where =
    database.engine === 'sqlite'
      ? ` with SQLite in data/${name}.sqlite`
      : ` with MySQL at ${database.host}:${database.port}, database ${name}`;
  const what = `${only ?? 'The course'} is at http://localhost:${port}`;
  return `${what}${served.some(usesDatabase) ? where : ''}.`;
}

function explainListenError(
  error: NodeJS.ErrnoException,
  { port, host, only }: AppConfig,
): string {
  if (error.code === 'EADDRINUSE') {
    const other = internalPort(port) ?? port + 1;
    const command = ['npm start', only, other].filter(Boolean).join(' ');
    return `Port ${port} is in use. Choose another: ${command}`;
  }
  if (error.code === 'EACCES' && port > 1023) {
    return `Port ${port} is reserved, by Windows, say. Choose another.`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} needs more rights. Choose one above 1023.`;
  }
  return `Cannot listen on HOST=${host} PORT=${port}: ${error.message}`;
}
