import { internalPort } from '../../src/ports.ts';
import type { Asked } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { newBrowser, visit } from './browser.ts';
import { stepsOf } from './exercises.ts';
import { checkRestart, cleanUp, leaveUser } from './finish.ts';
import { isProblem } from './problem.ts';
import type { Report } from './report.ts';
import { isTransport, newRun, runSteps } from './steps.ts';
import { findServer, recognise } from './target.ts';
import { listens } from './transport.ts';

const nothing = {
  exercise: undefined,
  address: undefined,
  steps: [],
  notes: [],
};

/**
 * Checks a server once.
 *
 * @param port the reader's own port
 * @throws UsageError where no exercise is named and none is recognised
 */
export async function check(asked: Asked, port: number): Promise<Report> {
  const base = await findServer(asked.bases, asked.id, port);
  if (isProblem(base)) {
    return { ...nothing, status: 2, exercise: asked.id, problem: base };
  }
  const id = asked.id ?? (await recognise(base));
  if (!id)
    throw new UsageError(
      `${base}이 어느 실습인지 알 수 없습니다. 실습의 이름을 함께 적으세요. 예: npm run check ex3-2`,
    );
  const run = newRun(id, newBrowser(base));
  if (id === 'ex5') run.browser.apiBase = await findApi(base);
  if (asked.afterRestart) await checkRestart(run);
  else await runSteps(run, await stepsOf(id));

  const { results: steps } = run;
  const [first] = steps;
  if (first?.problem && steps.length === 1 && isTransport(first)) {
    const { problem } = first;
    return { ...nothing, status: 2, exercise: id, address: base, problem };
  }
  const notes = await cleanUp(run);
  const isWrong = steps.some(
    ({ mark }) => mark === 'wrong' || mark === 'skipped',
  );
  const isRight = id === 'ex5' && !isWrong && !asked.afterRestart;
  if (isRight) notes.push(...(await leaveUser(run)));
  const status = isWrong ? 1 : 0;
  return { status, exercise: id, address: base, steps, notes };
}

/** The API beside the front, or on the internal port, as in the lecture. */
async function findApi(base: string): Promise<string> {
  const { hostname, port } = new URL(base);
  const internal = internalPort(Number(port || 80));
  const url = `${base}api/users`;
  const request = { method: 'GET', url, headers: {}, body: '' };
  const { last } = await visit(newBrowser(base), request);
  const isThere = last.status === 200 && /^\s*\[/.test(last.body);
  const isOpen = internal && (await listens(hostname, internal));
  return isThere || !isOpen ? base : `http://${hostname}:${internal}/`;
}
