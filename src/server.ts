import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { type AppConfig, ConfigError, readConfig } from './config.ts';
import { course } from './course.ts';
import { usesDatabase } from './exercise.ts';

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

/**
 * Listens, for `localhost` on both addresses that this may mean. Once the app
 * closes, nobody is let in, and what is under way is finished before that.
 */
async function listen(app: FastifyInstance, { host, port }: AppConfig) {
  const servers: Server[] = [app.server];
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    await Promise.all(
      servers.map((server) => new Promise((done) => server.close(done))),
    );
  });
  // A browser keeps its connection open after its request is finished.
  app.addHook('onResponse', (request, _reply, done) => {
    if (closing) request.raw.socket.destroySoon();
    done();
  });
  const isBoth = host === 'localhost';
  await app.listen({ port, host: isBoth ? '127.0.0.1' : host });
  if (!isBoth) return;

  const other = createServer((socket: Socket) => {
    app.server.emit('connection', socket);
  });
  try {
    await once(other.listen({ port, host: '::1' }), 'listening');
    servers.push(other);
  } catch (error) {
    // Without IPv6, "localhost" can't mean this one.
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw error;
  }
}

/** Finishes the requests under way; those that take too long are cut off. */
async function stop() {
  setTimeout(() => process.exit(1), 1_500).unref();
  await Promise.allSettled(apps.map(({ app }) => app.close()));
  process.exit(0);
}

function describe({ port, only, database }: AppConfig): string {
  const what = only ?? 'The course';
  const served = course.filter(({ id }) => only === undefined || id === only);
  if (!served.some(usesDatabase)) {
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
  { port, host, only }: AppConfig,
): string {
  if (error.code === 'EADDRINUSE') {
    const command = ['npm start', only, port + 1].filter(Boolean).join(' ');
    return `Port ${port} is in use. Choose another: ${command}`;
  }
  if (error.code === 'EACCES') {
    return `Port ${port} needs more rights. Choose one above 1023.`;
  }
  return `Cannot listen on HOST=${host} PORT=${port}: ${error.message}`;
}
