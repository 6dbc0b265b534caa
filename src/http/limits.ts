import { performance } from 'node:perf_hooks';
import createError from '@fastify/error';
import type { FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';
import { securityHeaders } from './headers.ts';
import { isOwnCall } from './own-calls.ts';

interface Options {
  /** How many handlers may be at work at once. */
  atOnce: number;
  /** How many while the process has no moment to spare. */
  busy: number;
  /** How many requests more may wait until one of them answers. */
  waiting: number;
  /** How long a handler may take; that it is over is seen a fifth later. */
  milliseconds: number;
}

const NoAnswer = createError('NO_ANSWER', 'no answer in time', 503);

const text =
  '요청이 한꺼번에 너무 많이 왔습니다. 2초 뒤에 다시 시도해 주세요.\n';
const headers = {
  ...securityHeaders,
  'content-type': 'text/plain; charset=utf-8',
  'content-length': Buffer.byteLength(text),
  'retry-after': '2',
};

/**
 * Answers 503 for a handler that takes too long, and at once for what is more
 * than the handlers can do in a moment, so that others are answered in time,
 * and other ports of this process, too. A slow upload or download is no
 * handler's work and takes nobody's place.
 *
 * Fastify's own `handlerTimeout` makes a timer and an AbortController for each
 * request, a fifth of what a small answer costs.
 */
export const limits = plugin<Options>(
  async (app, { atOnce, busy, waiting, milliseconds }) => {
    // In the order in which they started: behind one in time, all are.
    const atWork = new Map<FastifyReply, number>();
    const queue: { reply: FastifyReply; start: () => void }[] = [];
    let allowed = atOnce;

    function begin(reply: FastifyReply, start: () => void) {
      atWork.set(reply, performance.now());
      start();
    }

    function beginNext() {
      while (atWork.size < allowed) {
        const next = queue.shift();
        if (!next) return;
        // A visitor who has left waits for nothing.
        if (!next.reply.raw.destroyed) begin(next.reply, next.start);
      }
    }

    app.addHook('preHandler', (request, reply, done) => {
      const { url = '' } = request.routeOptions;
      const isProbe = url === '/health' || url === '/ready';
      // Who waits for a call to itself must not make that call wait.
      if (isProbe || isOwnCall(request.socket)) return done();
      const isFree = queue.length === 0 && atWork.size < allowed;
      if (isFree) return begin(reply, done);
      if (queue.length < waiting) return queue.push({ reply, start: done });
      // An error page would cost as much as what is refused.
      reply.hijack();
      reply.raw.writeHead(503, headers).end(text);
    });
    app.addHook('onSend', (_request, reply, _payload, done) => {
      done();
      // Other ports come between: at once, one would follow the other.
      if (atWork.delete(reply) && queue.length > 0) setImmediate(beginNext);
    });

    let before = performance.eventLoopUtilization();
    const timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      // More that is begun here would only hold up the other ports.
      allowed = utilization > 0.9 ? busy : atOnce;
      beginNext();
      for (const [reply, start] of atWork) {
        if (performance.now() - start < milliseconds) break;
        reply.send(new NoAnswer());
      }
    }, milliseconds / 5);
    timer.unref();
    app.addHook('onClose', async () => clearInterval(timer));
  },
  { name: 'limits' },
);
