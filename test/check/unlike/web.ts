import { createServer, type IncomingMessage } from 'node:http';

// What the right servers that are unlike both others share: plain node:http.

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Serves on the port of the command line until it is ended. */
export function serve(
  answer: (
    method: string,
    url: URL,
    body: string,
    request: IncomingMessage,
  ) => Answer | Promise<Answer>,
) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    const {
      status = 200,
      headers = {},
      body: text = '',
    } = await answer(method, url, body, request);
    response.writeHead(status, headers);
    response.end(text);
  });
  server.listen(Number(process.argv[2]), '127.0.0.1');
}

export const html = { 'Content-Type': 'text/html; charset=UTF-8' };
export const json = { 'Content-Type': 'application/json' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
