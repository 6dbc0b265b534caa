import type { IncomingHttpHeaders } from 'node:http';
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
      const changes = request.method !== 'GET' && request.method !== 'HEAD';
      const refused = changes && !isOwn(request.headers);
      done(refused ? new ForeignOrigin() : undefined);
    });
  },
  { name: 'headers' },
);

/**
 * The browser itself knows best, and says so where the page came over https
 * or from localhost: proxies may have changed Host or Origin. Without a word
 * of it, the two are compared, without the default port of the scheme.
 */
function isOwn(headers: IncomingHttpHeaders): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  // `null`, the origin of sandboxed pages and files, is nobody's own.
  if (!URL.canParse(origin)) return false;
  const own = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === new URL(origin).host;
}
