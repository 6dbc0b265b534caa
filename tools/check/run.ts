import { newBrowser } from '../browser/browser.ts';
import { type Asked, UsageError } from './arguments.ts';
import { stepsOf } from './exercises.ts';
import { checkRestart, cleanUp, leaveUser } from './finish.ts';
import { isProblem } from './problem.ts';
import type { Report } from './report.ts';
import { type Run, runSteps } from './steps.ts';
import { findApi, findServer, recognise } from './target.ts';

/**
 * Checks a server once.
 *
 * @param port the reader's own port
 * @throws UsageError where no exercise is named and none is recognised
 */
export async function check(asked: Asked, port: number): Promise<Report> {
  const address = await findServer(asked.bases, asked.id, port);
  if (isProblem(address)) {
    const { id } = asked;
    return { status: 2, exercise: id, steps: [], notes: [], problem: address };
  }
  const id = asked.id ?? (await recognise(address));
  if (!id) {
    throw new UsageError(
      `${address} 서버가 어느 실습인지 알 수 없습니다. 실습의 이름을 함께 ` +
        '적으세요. 예: npm run check ex3-2',
    );
  }
  const browser = newBrowser(address);
  if (id === 'ex5') browser.apiBase = await findApi(address);
  const found = { kept: {}, users: new Set<string>(), rows: [], results: [] };
  const run: Run = { id, browser, ...found };
  if (asked.afterRestart) await checkRestart(run);
  else await runSteps(run, await stepsOf(id));

  const { results: steps } = run;
  const [first] = steps;
  if (first?.problem?.isSilent && steps.length === 1) {
    const { problem } = first;
    return { status: 2, exercise: id, address, steps: [], notes: [], problem };
  }
  const notes = await cleanUp(run);
  const isKept = steps.every(({ mark }) => mark === 'kept' || mark === 'tip');
  if (isKept && id === 'ex5' && !asked.afterRestart) {
    notes.push(...(await leaveUser(run)));
  }
  return { status: isKept ? 0 : 1, exercise: id, address, steps, notes };
}
