import { connect } from 'node:net';
import type { Exchange } from '../../src/contract/send.ts';
import { securityHeaders } from '../../src/http/headers.ts';
import { ownAddresses } from './arguments.ts';
import { limits } from './browser.ts';
import { type Problem, problem } from './problem.ts';

/** Whether this project's own server answered, not a student's. */
export function isCourse({ headers }: Exchange): boolean {
  return Object.entries(securityHeaders).every(
    ([name, value]) => headers[name] === value,
  );
}

/** Whether a program takes connections there; half a second is enough. */
export function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/[[\]]/g, ''), port });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(500, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/**
 * Why there is no whole answer.
 *
 * @param id the exercise, for the command that would check another address
 * @param ports where else the reader's server may be
 */
export async function explainFailure(
  { failure = '', request, received, cut }: Exchange,
  id: string,
  ports: number[] = [],
): Promise<Problem | undefined> {
  const { host, hostname, port } = new URL(request.url);
  const explain = (code: Parameters<typeof problem>[0], found: string) =>
    problem(code, `${host}의 HTTP 응답`, found);
  if (cut) return explain('too-big', '1MiB가 넘는 응답');
  if (!failure) return undefined;
  if (failure === 'ECONNREFUSED') {
    return await explainRefusal(hostname, Number(port || 80), id, ports);
  }
  if (failure === 'TIMEOUT') {
    const seconds = limits.answer / 1000;
    return problem(
      'timeout',
      `${seconds}초 안의 응답`,
      '응답이 오지 않음',
      `${seconds}`,
    );
  }
  // A TLS server answers plain HTTP with an alert (21) of version 3.
  if (received[0] === 21 && received[1] === 3) {
    return explain('tls', '암호화된 연결을 기다리는 서버의 경고');
  }
  if (failure.startsWith('HPE_') && received.length > 0) {
    return explain('not-http', received.toString('latin1', 0, 200));
  }
  return explain('cut', `연결이 끊김 (${failure})`);
}

/** Looks for the server at this machine's other addresses and ports. */
async function explainRefusal(
  hostname: string,
  port: number,
  id: string,
  ports: number[],
): Promise<Problem> {
  const asked = hostname.replace(/[[\]]/g, '');
  const local = asked.startsWith('127.') || asked === '::1';
  const found = `${hostname}:${port}에 연결할 수 없음`;
  const expected = '요청을 기다리는 서버';
  for (const address of ownAddresses()) {
    // Link-local addresses need a zone, which a URL cannot have.
    if (address === asked || address.startsWith('fe80')) continue;
    if (await listens(address, port)) {
      const host = address.includes(':') ? `[${address}]` : address;
      const command = `npm run check ${id} http://${host}:${port}`;
      return problem('other-address', expected, found, command);
    }
  }
  const near = [port - 1, port + 1, port + 10_000, port - 10_000];
  const usual = [3000, 5000, 8000, 8080];
  const others = [...new Set([...ports, ...near, ...usual])].filter(
    (other) => other > 0 && other < 65_536 && other !== port,
  );
  const open: number[] = [];
  for (const other of local ? others : []) {
    if (await listens(asked, other)) open.push(other);
  }
  const hint =
    open.length > 0
      ? `지금 실행 중인 포트: ${open.join(', ')}. 예: npm run check ${id} ${open[0]}`
      : '';
  return problem('refused', expected, found, hint);
}
