import createError from '@fastify/error';
import plugin from 'fastify-plugin';
import findMyWay from 'find-my-way';

const MethodNotAllowed = createError('METHOD_NOT_ALLOWED', 'no method', 405);

/**
 * Fastify answers a wrong method with 404, as if the path did not exist. This
 * notes every route that is registered after it, and answers the other
 * methods of each path with 405 and `Allow`, through the error handler of the
 * path's own plugin, and before a body is read.
 *
 * @param routerOptions those of the server, since both must find the same
 */
export const methodNotAllowed = plugin<{ routerOptions: object }>(
  async (app, { routerOptions }) => {
    const paths = findMyWay(routerOptions);
    app.addHook('onRoute', ({ url, method }) => {
      const known = paths.findRoute('GET', url);
      const allow: Set<string> = known?.store ?? new Set();
      for (const name of [method].flat()) allow.add(name);
      if (!known) paths.on('GET', url, () => {}, allow);
    });
    app.addHook('onRequest', (request, reply, done) => {
      const found = request.is404 ? paths.find('GET', request.url) : null;
      if (!found) return done();
      reply.header('allow', [...found.store].join(', '));
      done(new MethodNotAllowed());
    });
  },
  { name: 'method-not-allowed' },
);
