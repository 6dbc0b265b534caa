import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from './headers.ts';

/** What an error page says: what happened, and what to do next. */
const texts: Record<number, [title: string, advice: string]> = {
  400: [
    '요청을 이해하지 못했습니다',
    '주소와 입력한 내용을 확인하고 다시 보내 주세요.',
  ],
  403: [
    '다른 주소의 페이지가 보낸 요청입니다',
    '이 서버의 페이지를 직접 열어서 다시 보내 주세요.',
  ],
  404: [
    '페이지를 찾을 수 없습니다',
    '주소에 잘못 적은 글자가 없는지 확인해 주세요.',
  ],
  405: [
    '이 주소에서 쓸 수 없는 방식입니다',
    '이 주소는 다른 HTTP 메서드로 요청해야 합니다. 앞 페이지로 돌아가 주세요.',
  ],
  408: [
    '요청이 끝까지 오지 않았습니다',
    '네트워크가 이어져 있는지 확인하고 다시 보내 주세요.',
  ],
  413: [
    '보낸 내용이 너무 깁니다',
    '이 주소가 한 번에 받는 크기를 넘었습니다. 내용을 줄여 다시 보내 주세요.',
  ],
  414: ['주소가 너무 깁니다', '주소를 줄여 다시 열어 주세요.'],
  415: [
    '받을 수 없는 형식입니다',
    '페이지의 입력 양식으로 보내거나 Content-Type을 확인해 주세요.',
  ],
  431: [
    '주소나 헤더가 너무 깁니다',
    '주소와 헤더를 합쳐 16 KiB까지 받을 수 있습니다. 주소를 줄여 주세요.',
  ],
  500: [
    '서버에서 문제가 생겼습니다',
    '잠시 뒤 다시 시도하고, 계속되면 서버를 돌보는 사람에게 알려 주세요.',
  ],
  503: [
    '지금은 요청을 처리할 수 없습니다',
    '데이터베이스가 꺼져 있거나 서버가 바쁩니다. 돌아오면 저절로 다시 되니, ' +
      '잠시 뒤 새로 고침해 주세요.',
  ],
};

/** Where the error clinic explains a status. */
const clinicEntries: Record<number, string> = {
  403: '403-origin',
  404: '404',
  405: '405',
  413: '413',
  415: '415',
  503: 'db-away',
};

/**
 * Answers what no exercise answers itself, errors and unknown paths, with a
 * Korean page. Its text depends on the status alone, so that nothing of the
 * inside gets out.
 */
export function registerErrorPages(app: FastifyInstance) {
  app.setErrorHandler(sendErrorPage);
  app.setNotFoundHandler((request, reply) =>
    sendErrorPage({ statusCode: 404 }, request, reply),
  );
}

/** For the errors that Fastify meets before there is a route, such as `/%`. */
export async function sendFrameworkError(
  error: { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  reply.headers(securityHeaders);
  if (!request.url.includes('/api/')) {
    return sendErrorPage(error, request, reply);
  }
  const status = error.statusCode ?? 400;
  const [title, detail] = texts[status] ?? texts[400] ?? [];
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ title, status, detail });
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
  renderErrorPage(app, status).then(
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

async function sendErrorPage(
  error: { statusCode?: number; headers?: Record<string, string> },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  let status = error.statusCode ?? 500;
  if (status < 400 || status > 599) status = 500;
  if (status === 500) request.log.error({ err: error }, 'request failed');
  const html = await renderErrorPage(request.server, status);
  return reply
    .code(status)
    .headers(error.headers ?? {})
    .type('text/html; charset=utf-8')
    .send(html);
}

async function renderErrorPage(app: FastifyInstance, status: number) {
  const [title, advice] =
    texts[status] ?? texts[status < 500 ? 400 : 500] ?? [];
  // The error clinic is there only where the whole course is served.
  const hasClinic = app.hasRoute({ method: 'GET', url: '/help' });
  const entry = clinicEntries[status];
  const help = hasClinic && entry ? `/help#${entry}` : undefined;
  return app.view('site/error.ejs', { status, title, advice, help });
}
