import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Compresses the pages of this plugin for the browsers that ask for it. */
export function compressPages(app: FastifyInstance) {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < 1000) return payload;
    reply.header('vary', 'accept-encoding');
    const accepted = request.headers['accept-encoding'] ?? '';
    if (accepts(accepted, 'br')) {
      reply.header('content-encoding', 'br').removeHeader('content-length');
      const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
      return await toBrotli(payload, { params });
    }
    if (accepts(accepted, 'gzip')) {
      reply.header('content-encoding', 'gzip').removeHeader('content-length');
      return await toGzip(payload);
    }
    return payload;
  });
}

/** `br;q=0` means that the browser does not take it. */
function accepts(header: string, encoding: string): boolean {
  const offer = new RegExp(
    `(^|,)\\s*${encoding}\\s*(;\\s*q=([\\d.]+))?\\s*(,|$)`,
    'i',
  );
  const match = offer.exec(header);
  return match !== null && Number(match[3] ?? 1) > 0;
}
