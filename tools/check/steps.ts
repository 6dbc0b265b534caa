import { count, judge } from '../../src/contract/judge.ts';
import { readText } from '../../src/contract/page.ts';
import { readKept, type Visit } from '../../src/contract/send.ts';
import {
  type Kept,
  needs,
  prepare,
  type ReadyRequest,
  requestLine,
} from '../../src/contract/step.ts';
import { type Browser, get, visit } from './browser/browser.ts';
import { findForm } from './browser/find.ts';
import { findBroken } from './browser/loads.ts';
import { diagnose } from './diagnose.ts';
import { type CheckStep, restart } from './exercises.ts';
import { isProblem, type Problem, problem } from './problem.ts';
import { explainFailure } from './transport.ts';

/** How a step went. */
export interface Result {
  do: string;
  /** The method and the address, as the lecture has them. */
  request: string;
  mark: 'kept' | 'wrong' | 'skipped';
  problem?: Problem;
  /** What really went out for this step. */
  sent?: ReadyRequest;
}

/** What a run knows and leaves behind. */
export interface Run {
  browser: Browser;
  id: string;
  kept: Kept;
  /** How many users or answers it added. */
  added: number;
  /** The users that are there now: the API's ids, and what a list shows. */
  users: Set<string>;
  rows: string[][];
  results: Result[];
}

const late = problem('late', '30초 안에 끝나는 검사', '시간이 모두 지남');

/** Does the steps in order; without an answer to the first, no further one. */
export async function runSteps(run: Run, steps: CheckStep[]): Promise<void> {
  for (const step of steps) {
    const { method, path } = requestLine(step);
    const request = `${method} /${path}`;
    const result: Result = { do: step.do, request, mark: 'skipped' };
    run.results.push(result);
    const isLate = performance.now() > run.browser.end - 100;
    const done = isLate ? late : await runStep(run, step, result);
    if (done === 'skipped') continue;
    result.mark = done ? 'wrong' : 'kept';
    if (done) result.problem = done;
    if (isLate || (run.results.length === 1 && done?.isSilent)) return;
  }
}

async function runStep(
  run: Run,
  step: CheckStep,
  result: Result,
): Promise<Problem | 'skipped' | undefined> {
  const { browser, kept, rows } = run;
  const isApi = requestLine(step).path.startsWith('api/');
  const isForm = !isApi && (step.form !== undefined || needs(step).length > 0);
  const isUnknown = !needs(step).every((name) => kept[name]);
  if (isUnknown && (!isForm || rows.length === 0)) return 'skipped';

  const before = step.gone ? await get(browser, browser.base) : undefined;
  const base = isApi ? browser.apiBase : browser.base;
  const found = isForm
    ? await findForm(browser, step, kept, rows.at(-1) ?? [])
    : prepare(step, base, kept);
  const hasFailed = run.results.some(({ mark }) => mark === 'wrong');
  if (isProblem(found)) return hasFailed ? 'skipped' : found;
  const done = 'url' in found ? await visit(browser, found) : found;
  result.sent = done.exchanges[0].request;
  const wrong = await findProblem(run, step, done, before);
  if (!wrong || isApi) note(run, step, done);
  return wrong ?? keep(run, step, done);
}

async function findProblem(
  { browser, id }: Run,
  step: CheckStep,
  { last, exchanges }: Visit,
  before: Visit | undefined,
): Promise<Problem | undefined> {
  const failed = await explainFailure(last, exchanges, id);
  if (failed) return failed;
  const [wrong] = judge(step, last);
  if (wrong && step === restart) {
    return problem('not-kept', wrong.expected, wrong.found);
  }
  if (wrong) return diagnose(step, last, wrong);
  const { gone } = step;
  const text = readText(last);
  if (gone && count(text, gone) >= count(readText(before?.last), gone)) {
    const code = step.form ? 'wrong-user' : 'not-removed';
    return problem(code, `${gone} 없는 목록`, text);
  }
  return await findBroken(browser, last, step.has);
}

/** Remembers what was saved: later steps look for it, and it is deleted. */
function note(run: Run, step: CheckStep, { last }: Visit) {
  const { users, rows } = run;
  const isAboutOne = needs(step).length > 0;
  if (last.status >= 300) return;
  // The last one is another one now, or gone.
  if (isAboutOne && requestLine(step).method !== 'GET') rows.pop();
  const values = Object(step.form ?? step.json);
  if (!('name' in values)) return;
  const id = readKept({ as: 'id', field: 'id' }, last);
  if (id) users.add(id);
  if (!isAboutOne) run.added += 1;
  rows.push(Object.values(values).map(String));
}

/** Keeps the value that later steps need; each user has an id of its own. */
function keep({ kept }: Run, step: CheckStep, { last }: Visit) {
  if (!step.keep) return undefined;
  const value = readKept(step.keep, last);
  const expected = '{"id": …, "name": …, "age": …}';
  if (value === '') return problem('no-id', expected, last.body);
  if (Object.values(kept).includes(value)) {
    return problem('same-id', '앞의 사용자와 다른 id', last.body);
  }
  kept[step.keep.as] = value;
  return undefined;
}
