import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { explain, outcomeUnknown } from './error-texts.ts';
import { securityHeaders } from './headers.ts';

/**
 * Answers what no exercise answers itself, errors and unknown paths, with a
 * Korean page. Its text depends on the status and on codes of ours alone, so that
 * nothing of the inside gets out. Every 503, whoever words it, says when to try again.
 *
 * @param lessons the ids of those that a page may link to
 */
export const errorPages = plugin<{ lessons: string[] }>(
  async (app, { lessons }) => {
    // Runs before the error handlers, those of exercises too.
    app.addHook('onError', (_request, reply, error, done) => {
      if (error.statusCode === 503) reply.header('retry-after', '2');
      done();
    });
    const send: typeof sendPage = (error, request, reply) => {
      const [, named] = /^\/(?:learn\/)?([\w-]+)/.exec(request.url) ?? [];
      const lesson = lessons.find((id) => id === named);
      return sendPage(error, request, reply, lesson);
    };
    app.setErrorHandler(send);
    app.setNotFoundHandler((request, reply) =>
      send({ statusCode: 404 }, request, reply),
    );
  },
  { name: 'error-pages' },
);

/**
 * For the errors that Fastify meets before there is a route, such as `/%`:
 * whether a page or an API was meant, only the client's `Accept` can tell.
 */
export async function sendFrameworkError(
  error: { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  reply.headers(securityHeaders);
  const { accept = 'text/html' } = request.headers;
  const wantsPage =
    accept.includes('text/html') ||
    (accept.includes('*/*') && !accept.includes('json'));
  if (wantsPage) return sendPage(error, request, reply);
  const { status, title, advice } = explain(error.statusCode ?? 400);
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ title, status, detail: advice });
}

/**
 * For what Node itself cannot read as a request, such as a URL that is too
 * long: there is no reply to send, only a socket to write to.
 */
export function sendClientError(
  app: FastifyInstance,
  error: Error & { code?: string },
  socket: Socket,
) {
  const statuses: Record<string, number> = {
    HPE_HEADER_OVERFLOW: 431,
    ERR_HTTP_REQUEST_TIMEOUT: 408,
  };
  const status = statuses[error.code ?? ''] ?? 400;
  renderPage(app, explain(status)).then(
    (html) => {
      const headers = {
        ...securityHeaders,
        'content-type': 'text/html; charset=utf-8',
        'content-length': Buffer.byteLength(html),
        connection: 'close',
      };
      const lines = Object.entries(headers).map((pair) => pair.join(': '));
      const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines];
      if (socket.writable) socket.end([...head, '', html].join('\r\n'));
      // For a client that does not hang up by itself.
      socket.setTimeout(1_000, () => socket.destroy());
    },
    () => socket.destroy(),
  );
}

async function sendPage(
  error: { statusCode?: number; code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
  lesson?: string,
) {
  const text = explain(error.statusCode ?? 500);
  const { status } = text;
  if (error.code === 'OUTCOME_UNKNOWN') Object.assign(text, outcomeUnknown);
  if (status === 500) request.log.error({ err: error }, 'request failed');
  if (status === 405) {
    const allow = String(reply.getHeader('allow'));
    text.title = text.title.replace('{method}', request.method);
    text.advice = text.advice.replace('{allow}', allow);
  }
  const html = await renderPage(request.server, text, lesson);
  return reply.code(status).type('text/html; charset=utf-8').send(html);
}

function renderPage(
  app: FastifyInstance,
  text: ReturnType<typeof explain>,
  lesson?: string,
) {
  // The clinic is there only where the whole course is served.
  const hasClinic = app.hasRoute({ method: 'GET', url: '/help' });
  const help = hasClinic ? `/help#${text.clinic ?? 'main'}` : undefined;
  return app.view('site/error.ejs', { ...text, help, lesson });
}
