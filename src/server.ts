import { buildApp } from './app.ts';
import { type AppConfig, ConfigError, readConfig } from './config.ts';
import { course } from './course.ts';

const configs = readConfigOrExit();
const apps = configs.map((config) => ({ config, app: buildApp(config) }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, stop);
}
let serving = 0;
for (const { app, config } of apps) {
  try {
    await app.listen({ port: config.port, host: config.host });
    serving += 1;
    app.log.info(describe(config));
  } catch (error) {
    console.error(explainListenError(error as NodeJS.ErrnoException, config));
    await app.close();
  }
}
if (serving === 0) process.exit(1);
apps[0]?.app.log.info('Stop with Ctrl-C.');

/** Finishes the requests under way; those that take too long are cut off. */
async function stop() {
  setTimeout(() => process.exit(0), 1_500).unref();
  // A browser keeps its connection open after its request is finished.
  setInterval(() => {
    for (const { app } of apps) app.server.closeIdleConnections();
  }, 20);
  await Promise.allSettled(apps.map(({ app }) => app.close()));
  process.exit(0);
}

function readConfigOrExit(): AppConfig[] {
  try {
    return readConfig(course.map(({ id }) => id));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

function describe({ port, only, database }: AppConfig): string {
  const what = only ?? 'The course';
  const served = course.filter(({ id }) => only === undefined || id === only);
  if (!served.some(({ needs }) => needs?.includes('db'))) {
    return `${what} is at http://localhost:${port}.`;
  }
  const where =
    database.engine === 'sqlite'
      ? `SQLite in data/${database.name}.sqlite`
      : `MySQL at ${database.host}:${database.port}, database ${database.name}`;
  return `${what} is at http://localhost:${port} with ${where}.`;
}

function explainListenError(
  error: NodeJS.ErrnoException,
  { port, host }: AppConfig,
): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use. Choose another: PORT=${port + 1} npm start`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} needs more rights. Choose one above 1023.`;
  }
  return `Cannot listen on HOST=${host} PORT=${port}: ${error.message}`;
}
