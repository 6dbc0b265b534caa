import type { FastifyInstance } from 'fastify';

/** A route of this server, its path as registered: `/ex3/hello/:name`. */
export interface Route {
  method: string;
  path: string;
}

/**
 * Lists every route as it is registered, for pages that show them. HEAD,
 * which comes with each GET, is left out.
 */
export function listRoutes(app: FastifyInstance): Route[] {
  const routes: Route[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) {
      if (name !== 'HEAD') routes.push({ method: name, path: url });
    }
  });
  return routes;
}
