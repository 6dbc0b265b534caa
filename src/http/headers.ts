import type { FastifyInstance } from 'fastify';

export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  // Not no-referrer: with it, browsers send `Origin: null` with a form.
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; object-src 'none'; " +
    "form-action 'self'; frame-ancestors 'self'",
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Sets the headers that every answer has, and refuses (403) what a page of
 * another origin sends: students share one host, and ports of one host are
 * the same site to a browser, so only the whole origin tells them apart.
 */
export function registerHeaders(app: FastifyInstance) {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders);
    const { origin, host } = request.headers;
    const foreign = origin !== undefined && !isOwn(origin, host);
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (foreign && changes) {
      const error = new Error('cross-origin request');
      return done(Object.assign(error, { statusCode: 403 }));
    }
    done();
  });
}

/** `null`, the origin of sandboxed pages and files, is nobody's own. */
function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
