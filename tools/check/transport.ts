import { type Exchange, leadsOn } from '../../src/contract/send.ts';
import { limits } from './browser/browser.ts';
import { isTls, listens, ownAddresses, whereOf } from './network.ts';
import { type Problem, problem } from './problem.ts';

/**
 * Why there is no whole answer; undefined where there is one.
 *
 * @param exchanges those that led to it, too
 */
export async function explainFailure(
  last: Exchange,
  exchanges: Exchange[],
  id: string,
): Promise<Problem | undefined> {
  const { failure = '', request, received, cut } = last;
  const isAway = failure === 'AWAY';
  if (isAway || leadsOn(last)) {
    const { status, headers } = (isAway && exchanges.at(-2)) || last;
    const found = `${status} ${headers.location}`;
    const code = isAway ? 'offsite' : 'redirects';
    return problem(code, '이 서버 안의 페이지', found);
  }
  const url = new URL(request.url);
  const expected = `${url.host}의 HTTP 응답`;
  if (cut) return problem('too-big', expected, '1MiB가 넘는 응답');
  if (!failure) return undefined;
  if (failure === 'ECONNREFUSED') {
    return await explainRefusal(url, `npm run check ${id}`, []);
  }
  if (failure === 'TIMEOUT') {
    const seconds = `${limits.answer / 1000}`;
    return problem('timeout', expected, '응답이 오지 않음', seconds);
  }
  if (failure.startsWith('HPE_') && received.length > 0) {
    const found = received.toString('latin1', 0, 200);
    return problem('not-http', expected, found);
  }
  if (await isTls(url)) {
    return problem('tls', expected, '암호화된 연결(https)만 받음');
  }
  return problem('cut', expected, `연결이 끊김 (${failure})`);
}

/**
 * Why nothing answers: the server may be at another of this machine's
 * addresses, or on another port.
 *
 * @param command the one that would check it there
 * @param ports where the reader's server is likely
 */
export async function explainRefusal(
  url: URL,
  command: string,
  ports: number[],
): Promise<Problem> {
  const { host, port } = whereOf(url);
  const expected = '요청을 기다리는 서버';
  const found = `${url.host}에 연결할 수 없음`;
  for (const address of ownAddresses()) {
    // Link-local addresses need a zone, which a URL cannot have.
    if (address === host || address.startsWith('fe80')) continue;
    const shown = address.includes(':') ? `[${address}]` : address;
    const other = new URL(`http://${shown}:${port}`);
    if (!(await listens(other))) continue;
    const word = `${command} ${other.origin}`;
    return problem('other-address', expected, found, word);
  }
  const near = [port - 1, port + 1, port + 10_000, port - 10_000];
  const open: number[] = [];
  for (const one of new Set([...ports, ...near, 3000, 5000, 8000, 8080])) {
    if (one < 1 || one > 65_535 || one === port) continue;
    url.port = `${one}`;
    if (await listens(url)) open.push(one);
  }
  const word = `지금 실행 중인 포트: ${open.join(', ')}. 예: ${command} ${open[0]}`;
  return problem('refused', expected, found, open.length > 0 ? word : '');
}
