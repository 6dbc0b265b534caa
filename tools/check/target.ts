import { checkable } from '../../src/contract/checkable.ts';
import { judge } from '../../src/contract/judge.ts';
import { prepare } from '../../src/contract/step.ts';
import { securityHeaders } from '../../src/http/headers.ts';
import { internalPort } from '../../src/ports.ts';
import { readAddress } from './arguments.ts';
import { get, newBrowser, visit } from './browser/browser.ts';
import { stepsOf } from './exercises.ts';
import { listens } from './network.ts';
import { type Problem, problem } from './problem.ts';
import { explainRefusal } from './transport.ts';

/**
 * Finds the reader's own server: at the addresses asked for, or else on the
 * own port, or the internal one.
 *
 * @param id the exercise, where several servers answer
 * @returns its address, or why there is none
 */
export async function findServer(
  asked: string[],
  id: string | undefined,
  port: number,
): Promise<string | Problem> {
  const internal = internalPort(port);
  const own = internal ? [port, internal] : [port];
  const usual = own.flatMap((one) => readAddress(`${one}`));
  const bases = asked.length > 0 ? asked : usual;
  const open: string[] = [];
  let course = '';
  for (const base of bases) {
    if (!(await listens(new URL(base)))) continue;
    if (await isCourse(base)) course = base;
    else open.push(base);
  }
  const command = `npm run check ${id ?? 'ex3-2'}`;
  if (course && open.length === 0) {
    const found = `${course}에서 이 과정의 서버가 응답했습니다`;
    const free = internalPort(Number(new URL(course).port)) ?? 5000;
    const word = `${command} ${free}`;
    return problem('course', '직접 만든 서버', found, word);
  }
  for (const base of open.length > 1 && id ? open : []) {
    if (await keepsFirst(id ?? '', base)) return base;
  }
  const [first] = open;
  return first ?? (await explainRefusal(new URL(bases[0] ?? ''), command, own));
}

/** Whether this project's own server answers there, not a student's. */
async function isCourse(base: string): Promise<boolean> {
  const { last } = await get(newBrowser(base), base);
  return Object.entries(securityHeaders).every(
    ([name, value]) => last.headers[name] === value,
  );
}

/** The exercise whose first step the server keeps; the last one, if several. */
export async function recognise(base: string, end: number) {
  const kept: string[] = [];
  for (const id of Object.keys(checkable)) {
    if (await keepsFirst(id, base, end)) kept.push(id);
  }
  // ex5 is ex4-2 and ex4 at one address, and any page could be ex2.
  const isLikely = (id: string) =>
    id !== 'ex2' && (id !== 'ex5' || kept.includes('ex4'));
  return kept.filter(isLikely).at(-1) ?? kept[0];
}

async function keepsFirst(id: string, base: string, end?: number) {
  const [step] = await stepsOf(id);
  if (!step) return false;
  const { last } = await visit(newBrowser(base, end), prepare(step, base, {}));
  return judge(step, last).length === 0;
}

/** The API beside the front, or on the internal port, as in the lecture. */
export async function findApi(base: string): Promise<string> {
  const url = new URL(base);
  const { last } = await get(newBrowser(base), `${base}api/users`);
  const internal = internalPort(Number(url.port || 80));
  if (last.status === 200 || !internal) return base;
  url.port = `${internal}`;
  return (await listens(url)) ? `${url.origin}/` : base;
}
