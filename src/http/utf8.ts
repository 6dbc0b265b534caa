import { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses (400) a body that is not UTF-8, or a form with a broken percent
 * escape. Node and the form parser would put other characters in their place,
 * and what is stored would not be what was sent.
 */
export function registerUtf8Check(app: FastifyInstance) {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const isForm = request.headers['content-type']?.startsWith(
      'application/x-www-form-urlencoded',
    );
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let form = '';
    const check = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          const text = decoder.decode(chunk, { stream: true });
          if (isForm) form += text;
          done(null, chunk);
        } catch {
          done(badRequest());
        }
      },
      flush(done) {
        try {
          decoder.decode();
          decodeURIComponent(form);
          done();
        } catch {
          done(badRequest());
        }
      },
    });
    return payload.pipe(check);
  });
}

function badRequest() {
  return Object.assign(new Error('broken UTF-8'), { statusCode: 400 });
}
