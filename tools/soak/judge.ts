import { once } from 'node:events';
import { type Agent, type IncomingMessage, request } from 'node:http';
import type { Hostile } from './requests.ts';
import { elementsOf } from './texts.ts';

/**
 * Sends the request over HTTP.
 *
 * @returns what is wrong with the answer, or nothing
 */
export async function judge(
  port: number,
  hostile: Hostile,
  agent: Agent,
  tally: (status: number) => void,
) {
  const { method, url, body } = hostile;
  const length = body && { 'content-length': `${body.length}` };
  const headers = { ...hostile.headers, ...length };
  const address = { host: '127.0.0.1', port, path: url, method };
  const sent = request({ ...address, headers, agent, timeout: 5_000 });
  sent.on('timeout', () => sent.destroy(new Error('no answer')));
  // What cannot be read as a request gets a page, were it a HEAD; the client
  // complains of that after it has its answer.
  sent.on('error', () => {});
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  tally(answer.statusCode ?? 0);
  return faultsOf(answer, Buffer.concat(chunks).toString());
}

function faultsOf(answer: IncomingMessage, text: string): string[] {
  const { statusCode: status = 0, headers } = answer;
  const type = headers['content-type'] ?? '';
  const { location } = headers;
  const elements = text.includes('q7') ? elementsOf(text, '*') : [];
  const faults: [boolean, string][] = [
    [status >= 500, `${status}`],
    [text !== '' && type === '', 'a body without a type'],
    ['x-q7' in headers, 'a header of the visitor'],
    [
      // Node itself answers an odd Expect, with nothing but a status.
      text !== '' && headers['x-content-type-options'] !== 'nosniff',
      'may be sniffed',
    ],
    [status >= 400 && /node_modules|\bat \w+ \(/.test(text), 'tells a stack'],
    [!!location && !/^\/(?![/\\])/.test(location), `leads to ${location}`],
    [
      /html|svg|xml/.test(type) &&
        elements.some(
          ({ tagName, attrs }) =>
            tagName.startsWith('q7') ||
            attrs.some(({ name }) => /q7/.test(name)),
        ),
      'unescaped',
    ],
  ];
  return faults.filter(([isIt]) => isIt).map(([, what]) => what);
}
