import { securityHeaders } from '../../http/headers.ts';

/** A request or an answer as it went over the wire, in its parts. */
export interface Message {
  /** The first line, and the headers that say something about this one. */
  head: string;
  /** The headers that nearly all messages have. */
  usual: string[];
  body: string;
}

const usual = new Set([
  ...Object.keys(securityHeaders),
  ...['connection', 'date', 'keep-alive', 'vary'],
]);

/** Divides the text of a message; none of it is left out. */
export function readMessage(text: string): Message {
  const [head = '', body = ''] = text.split(/\r?\n\r?\n([\s\S]*)/);
  const [first = '', ...headers] = head.split(/\r?\n/);
  const isUsual = (header: string) =>
    usual.has(header.split(':')[0]?.toLowerCase() ?? '');
  return {
    head: [first, ...headers.filter((it) => !isUsual(it))].join('\n'),
    usual: headers.filter(isUsual),
    body,
  };
}
