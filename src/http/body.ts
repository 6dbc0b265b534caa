import { Transform } from 'node:stream';
import createError from '@fastify/error';
import plugin from 'fastify-plugin';

const BrokenBody = createError('BROKEN_BODY', 'broken UTF-8 or escape', 400);

/**
 * Refuses (400) a body that is not UTF-8, or a form with a broken percent
 * escape. Node and the form parser would put other characters in their place,
 * and what is stored would not be what was sent.
 */
export const body = plugin(
  async (app) => {
    // A content type without a body says nothing, and is no reason to refuse.
    app.addHook('onRequest', (request, _reply, done) => {
      const { headers } = request;
      const length = headers['content-length'] ?? '0';
      if (length === '0' && headers['transfer-encoding'] === undefined) {
        delete headers['content-type'];
      }
      done();
    });

    app.addHook('preParsing', (request, _reply, payload, done) => {
      const type = request.headers['content-type']?.split(';')[0]?.trim() ?? '';
      // Node empties a body that nobody reads, unless it was piped somewhere.
      const isRead =
        !['GET', 'HEAD', 'TRACE', 'DELETE'].includes(request.method) &&
        request.server.hasContentTypeParser(type);
      if (!isRead) return done(null, payload);
      const isForm = /^application\/x-www-form-urlencoded$/i.test(type);
      const decoder = new TextDecoder('utf-8', { fatal: true });
      let form = '';
      const check = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          try {
            const text = decoder.decode(chunk, { stream: true });
            if (isForm) form += text;
            next(null, chunk);
          } catch {
            next(new BrokenBody());
          }
        },
        flush(next) {
          try {
            decoder.decode();
            decodeURIComponent(form);
            next();
          } catch {
            next(new BrokenBody());
          }
        },
      });
      // After a 413 nobody else listens, and an error without a listener ends
      // the process.
      check.on('error', () => {});
      done(null, payload.pipe(check));
    });
  },
  { name: 'body' },
);
