import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyInstance } from 'fastify';

const toBrotli = promisify(brotliCompress);
const compressors = {
  br: (text: string) =>
    toBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip) as (text: string) => Promise<Buffer>,
};

/** Compresses the pages of this plugin for the browsers that ask for it. */
export function compressPages(app: FastifyInstance) {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < 1000) return payload;
    reply.header('vary', 'accept-encoding');
    const accepted = request.headers['accept-encoding']?.toLowerCase() ?? '';
    const encoding = negotiate(accepted, ['br', 'gzip']);
    if (!encoding) return payload;
    reply.header('content-encoding', encoding).removeHeader('content-length');
    return await compressors[encoding](payload);
  });
}
