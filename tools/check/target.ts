import { checkable } from '../../src/contract/checkable.ts';
import { judge } from '../../src/contract/judge.ts';
import type { Exchange } from '../../src/contract/send.ts';
import { prepare, requestLine } from '../../src/contract/step.ts';
import { internalPort } from '../../src/ports.ts';
import { get, newBrowser, visit } from './browser.ts';
import { stepsOf } from './exercises.ts';
import { type Problem, problem } from './problem.ts';
import { explainFailure, isCourse, listens } from './transport.ts';

/**
 * Finds the reader's own server: at the addresses asked for, or else on the
 * own port, or the internal one.
 *
 * @returns its address, or why there is none
 */
export async function findServer(
  asked: string[],
  id: string | undefined,
  port: number,
): Promise<string | Problem> {
  const internal = internalPort(port);
  const own = internal ? [port, internal] : [port];
  const usual = own.flatMap((one) => [
    `http://127.0.0.1:${one}/`,
    `http://[::1]:${one}/`,
  ]);
  const open: string[] = [];
  let course: Exchange | undefined;
  for (const base of asked.length > 0 ? asked : usual) {
    const { hostname, port } = new URL(base);
    if (!(await listens(hostname, Number(port || 80)))) continue;
    const { last } = await get(newBrowser(base), base);
    if (isCourse(last)) course = last;
    else open.push(base);
  }
  const word = id ?? 'ex3-2';
  if (course && open.length === 0) {
    const found = `${course.request.url}에서 실행 중인 이 과정의 서버`;
    const command = `npm run check ${word} ${internal ?? 5000}`;
    return problem('course', '직접 만든 서버', found, command);
  }
  for (const base of open.length > 1 && id ? open : []) {
    if (await keepsFirst(id ?? '', base)) return base;
  }
  const [base = asked[0] ?? usual[0] ?? ''] = open;
  if (open.length > 0) return base;
  const refused = { failure: 'ECONNREFUSED', cut: false } as Exchange;
  const request = { method: 'GET', url: base, headers: {}, body: '' };
  const exchange = { ...refused, request, received: Buffer.alloc(0) };
  return (await explainFailure(exchange, word, own)) ?? base;
}

/** The exercise whose first step the server keeps; the last one, if several. */
export async function recognise(base: string): Promise<string | undefined> {
  const kept: string[] = [];
  for (const id of Object.keys(checkable)) {
    if (await keepsFirst(id, base)) kept.push(id);
  }
  // ex5 is ex4-2 and ex4 at one address, and ex2 is any page.
  const isBoth = kept.includes('ex4') && kept.includes('ex4-2');
  const likely = kept.filter((id) => id !== 'ex5' || isBoth);
  return likely.at(-1);
}

async function keepsFirst(id: string, base: string): Promise<boolean> {
  const [step] = await stepsOf(id);
  if (!step || requestLine(step).method !== 'GET') return false;
  const { last } = await visit(newBrowser(base), prepare(step, base, {}));
  return judge(step, last).length === 0;
}
