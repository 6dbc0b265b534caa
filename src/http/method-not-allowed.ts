import type { FastifyInstance } from 'fastify';

/** The handler of the routes that answer 405; it never runs. */
export const refuse = () => {};

/**
 * Fastify answers a wrong method with 404, as if the path did not exist. This
 * notes every route as it is registered; the plugin that it returns, to be
 * registered last, answers the other methods of each path with 405 and
 * `Allow`, through the error handler of the path's own plugin, and before a
 * body is read.
 */
export function methodNotAllowed(app: FastifyInstance) {
  const paths = new Map<string, { owner: FastifyInstance; allow: string[] }>();
  app.addHook('onRoute', function (route) {
    const path = paths.get(route.url) ?? { owner: this, allow: [] };
    path.allow.push(...[route.method].flat());
    paths.set(route.url, path);
  });

  return async (last: FastifyInstance) => {
    for (const [url, { owner, allow }] of [...paths]) {
      // Written now: the hook above adds this loop's own routes to `allow`.
      const headers = { allow: allow.join(', ') };
      last.route({
        method: app.supportedMethods.filter(
          (method) => !allow.includes(method),
        ),
        url,
        errorHandler: owner.errorHandler,
        onRequest: async () => {
          const error = new Error('method not allowed');
          throw Object.assign(error, { statusCode: 405, headers });
        },
        handler: refuse,
      });
    }
  };
}
