import { type FastifyInstance, fastify } from 'fastify';
import { type AppConfig, ConfigError, type DatabaseConfig } from './config.ts';
import { course } from './course.ts';
import { openDatabase } from './database/open.ts';
import { type Services, usesDatabase } from './exercise.ts';
import { body } from './http/body.ts';
import {
  errorPages,
  sendClientError,
  sendFrameworkError,
} from './http/errors.ts';
import { headers } from './http/headers.ts';
import { health } from './http/health.ts';
import { limits } from './http/limits.ts';
import { logOptions } from './http/log.ts';
import { methodNotAllowed } from './http/method-not-allowed.ts';
import { publicFiles } from './http/public-files.ts';
import { schemaController } from './http/schemas.ts';
import { views } from './http/views.ts';
import { internalPort, ownAddress } from './ports.ts';
import { site } from './site/site.ts';

/**
 * Builds the whole course, or one exercise of it, for one port. It does not
 * listen; closing it closes its database.
 *
 * @throws ConfigError if an exercise needs API_URL, and none can be guessed.
 */
export function buildApp(config: AppConfig): FastifyInstance {
  const { port, only, cacheViews: cache } = config;
  const served = course.filter(
    ({ id, beside = [] }) =>
      only === undefined || only === id || beside.includes(only),
  );
  const needs = (service: keyof Services) =>
    served.some((exercise) => exercise.needs?.includes(service));
  const hasDatabase = served.some(usesDatabase);
  const prefixOf = (id: string) => (only === id ? '/' : `/${id}/`);

  const ownUrl = ownAddress(config.host, port);
  const ownApi = served.find(({ api }) => api);
  const internal = internalPort(port);
  const apiUrl =
    config.apiUrl ??
    (ownApi
      ? ownUrl + prefixOf(ownApi.id).slice(0, -1)
      : `http://127.0.0.1:${internal}`);
  if (!config.apiUrl && !ownApi && !internal && needs('apiUrl')) {
    throw new ConfigError(
      `PORT=${port} has no internal port (PORT + 10000): set API_URL.`,
    );
  }

  // Longer than any URL that Node accepts: a long name is no error.
  const routerOptions = {
    maxParamLength: 16_384,
    ignoreDuplicateSlashes: true,
  };
  const app: FastifyInstance = fastify({
    ...logOptions(config.logLevel, port),
    routerOptions,
    bodyLimit: 64 * 1024,
    return503OnClosing: false,
    requestTimeout: 10_000,
    // For those who read no answer; later than the 408 of those who send none.
    connectionTimeout: 15_000,
    // For those who ask nothing more.
    keepAliveTimeout: 10_000,
    http: {
      // Makes no stream for a body that is not there.
      optimizeEmptyRequests: true,
      // Node takes the longer of the two for the request, and looks who is
      // late every half minute, unless it is told otherwise.
      headersTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
    },
    schemaController,
    // Input is refused or taken as it is, never changed to fit.
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        allErrors: true,
        // TypeBox makes no wrong ones, and checking costs the start.
        validateSchema: false,
      },
    },
    frameworkErrors: sendFrameworkError,
    clientErrorHandler: (error, socket) => sendClientError(app, error, socket),
  });

  const database = openDatabase(config.database, app.log);
  app.addHook('onClose', () => database.close());

  app.register(headers);
  app.register(methodNotAllowed, { routerOptions });
  app.register(limits, {
    atOnce: 8,
    busy: 2,
    waiting: 100,
    milliseconds: 5_000,
  });
  app.register(body);
  app.register(views, { cache });
  app.register(errorPages, { lessons: only ? [] : served.map(({ id }) => id) });
  app.register(health, { check: hasDatabase ? database.check : undefined });
  app.register(publicFiles, { cache });

  const services: Services = {
    db: database.db,
    connectOnce: database.connectOnce,
    database: describe(config.database),
    check: database.check,
    port,
    ownUrl,
    apiUrl,
  };
  if (only === undefined) {
    app.register(site, { config });
  }
  for (const { id, routes } of served) {
    app.register(routes, { prefix: prefixOf(id), ...services });
  }

  // Migrates before the first visitor, and says at once if that fails.
  app.addHook('onListen', () => {
    if (hasDatabase) database.start().catch(() => {});
  });
  return app;
}

/** What pages may tell: named one by one, so that no password slips in. */
function describe(database: DatabaseConfig): Services['database'] {
  const { engine, name } = database;
  if (engine === 'sqlite') return { engine, name };
  const { host, port, user } = database;
  return { engine, name, host, port, user };
}
