import { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses (400) a body that is not UTF-8, or a form with a broken percent
 * escape. Node and the form parser would put other characters in their place,
 * and what is stored would not be what was sent.
 */
export function registerUtf8Check(app: FastifyInstance) {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const type = request.headers['content-type']?.toLowerCase();
    // Such a body, if there is one, is refused unread.
    if (type === undefined) return done(null, payload);
    const isForm = type.startsWith('application/x-www-form-urlencoded');
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let form = '';
    const check = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        try {
          const text = decoder.decode(chunk, { stream: true });
          if (isForm) form += text;
          next(null, chunk);
        } catch {
          next(badRequest());
        }
      },
      flush(next) {
        try {
          decoder.decode();
          decodeURIComponent(form);
          next();
        } catch {
          next(badRequest());
        }
      },
    });
    // Where nobody reads the body, as in a 415, nobody else would listen, and
    // an error without a listener ends the process.
    check.on('error', () => {});
    done(null, payload.pipe(check));
  });
}

function badRequest() {
  return Object.assign(new Error('broken UTF-8'), { statusCode: 400 });
}
