import type { Asked } from './arguments.ts';
import { limits, newBrowser } from './browser/browser.ts';
import { restart, stepsOf } from './exercises.ts';
import { cleanUp, findLasting, leaveUser } from './finish.ts';
import { isProblem, type Problem, problem } from './problem.ts';
import type { Report } from './report.ts';
import { type Run, runSteps } from './steps.ts';
import { findApi, findServer, recognise } from './target.ts';

/**
 * Checks a server once.
 *
 * @param port the reader's own port
 */
export async function check(asked: Asked, port: number): Promise<Report> {
  const end = performance.now() + limits.run;
  const address = await findServer(asked.bases, asked.id, port);
  if (isProblem(address)) return unjudged(address, asked.id);
  const id = asked.id ?? (await recognise(address, end));
  if (!id) return unjudged(problem('unknown', '실습 하나의 첫 단계', address));
  const browser = newBrowser(address, end);
  if (id === 'ex5') browser.apiBase = await findApi(address);
  const users = new Set<string>();
  const none = { kept: {}, added: 0, users, rows: [], results: [] };
  const run: Run = { id, browser, ...none };
  await runSteps(run, asked.afterRestart ? [restart] : await stepsOf(id));

  const { results: steps } = run;
  const [first] = steps;
  if (first?.problem?.isSilent && steps.length === 1) {
    return unjudged(first.problem, id);
  }
  const isKept = steps.every(({ mark }) => mark === 'kept');
  if (isKept && asked.afterRestart) {
    users.add(await findLasting(run));
    run.added = 1;
  }
  const notes = await cleanUp(run);
  const isToLast = isKept && id === 'ex5' && !asked.afterRestart;
  if (isToLast) notes.push(await leaveUser(run));
  return { status: isKept ? 0 : 1, exercise: id, address, steps, notes };
}

function unjudged(problem: Problem, exercise?: string): Report {
  return { status: 2, exercise, steps: [], notes: [], problem };
}
