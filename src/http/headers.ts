import createError from '@fastify/error';
import plugin from 'fastify-plugin';

/** The headers that every answer has. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  // Not no-referrer: with it, browsers send `Origin: null` with a form.
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; object-src 'none'; " +
    "form-action 'self'; frame-ancestors 'self'",
  'cross-origin-resource-policy': 'same-origin',
};

const ForeignOrigin = createError('FOREIGN_ORIGIN', 'foreign origin', 403);

/**
 * Sets the security headers, and refuses (403) what a page of another origin
 * sends: students share one host, and ports of one host are the same site to
 * a browser, so only the whole origin tells them apart.
 */
export const headers = plugin(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(securityHeaders);
      const { origin, host } = request.headers;
      const foreign = origin !== undefined && !isOwn(origin, host);
      const changes = request.method !== 'GET' && request.method !== 'HEAD';
      if (foreign && changes) return done(new ForeignOrigin());
      done();
    });
  },
  { name: 'headers' },
);

/** `null`, the origin of sandboxed pages and files, is nobody's own. */
function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
