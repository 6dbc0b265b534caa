import { connect } from 'node:net';
import {
  type Kept,
  prepare,
  type ReadyRequest,
  readKept,
  type Step,
} from '../contract.ts';
import { needs } from './requests.ts';

/** A request as it was sent and its answer as it came, as text. */
export interface Exchange {
  title: string;
  request: string;
  response: string;
}

/** An answer longer than this, in bytes, is shown up to here. */
const maxResponse = 64 * 1024;

/**
 * Sends one request over a socket of its own, and keeps every byte.
 *
 * @param address where this very server listens
 * @throws Error when it does not answer within five seconds
 */
export async function exchange(
  title: string,
  { method, url, headers, body }: ReadyRequest,
  address: URL,
): Promise<Exchange> {
  const { host, pathname, search } = new URL(url);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    'Connection: close',
  ];
  const request = `${lines.join('\r\n')}\r\n\r\n${body}`;
  const response = await sendBytes(request, address);
  return { title, request, response: response.toString() };
}

function sendBytes(request: string, address: URL): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const host = address.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(address.port) });
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxResponse) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).subarray(0, maxResponse));
    });
  });
}

/**
 * Runs one step of a contract, and before it those that lead up to it.
 *
 * @param base the exercise's address, with a slash at the end
 */
export async function runStep(
  contract: Step[],
  index: number,
  base: string,
): Promise<Exchange[]> {
  const kept: Kept = {};
  const done: Exchange[] = [];
  for (const step of withNeeded(contract, index)) {
    const ready = prepare(step, base, kept);
    const result = await exchange(step.title, ready, new URL(base));
    done.push(result);
    if (step.keep) {
      const [head = '', body = ''] = result.response.split('\r\n\r\n');
      const header = (name: string) =>
        new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
      kept[step.keep.as] = readKept(step.keep, header, body);
    }
  }
  return done;
}

/**
 * The step at `index`, and where it needs kept values, all steps from the one
 * that keeps the first of them.
 */
function withNeeded(contract: Step[], index: number): Step[] {
  const step = contract[index];
  if (step === undefined) return [];
  const wanted = needs(step);
  const first = contract.findIndex(
    ({ keep }) => keep && wanted.includes(keep.as),
  );
  return first === -1 ? [step] : contract.slice(first, index + 1);
}
