import { count, judge } from '../../src/contract/judge.ts';
import { readText } from '../../src/contract/page.ts';
import {
  type Kept,
  needs,
  prepare,
  type ReadyRequest,
  requestLine,
} from '../../src/contract/step.ts';
import { type Browser, get, type Visit, visit } from './browser.ts';
import { diagnose, findEncoding } from './diagnose.ts';
import type { CheckStep } from './exercises.ts';
import { findForm, findPage } from './find.ts';
import { findBroken } from './loads.ts';
import { isProblem, type Problem, problem } from './problem.ts';
import { explainFailure } from './transport.ts';

/** How a step went; a tip is for what is no part of the lecture. */
export interface Result {
  do: string;
  /** The method and the address, as the lecture has them. */
  request: string;
  mark: 'kept' | 'wrong' | 'skipped' | 'tip';
  problem?: Problem;
  /** What was sent last for this step. */
  sent?: ReadyRequest;
}

/** What a run knows and leaves behind. */
export interface Run {
  browser: Browser;
  id: string;
  kept: Kept;
  /** The values of the user that was saved last, as a list shows them. */
  row: string[];
  /** The ids that the API gave, and the values that forms saved. */
  users: Set<string>;
  rows: string[][];
  results: Result[];
}

export function newRun(id: string, browser: Browser): Run {
  const users = new Set<string>();
  return { browser, id, kept: {}, row: [], users, rows: [], results: [] };
}

/** Does the steps in order; it stops early when nothing answers the first. */
export async function runSteps(run: Run, steps: CheckStep[]): Promise<void> {
  for (const step of steps) {
    const { method, path } = requestLine(step);
    const request = `${method} /${path}`;
    const result: Result = { do: step.do, request, mark: 'kept' };
    run.results.push(result);
    if (performance.now() > run.browser.end - 100) {
      result.mark = 'skipped';
      continue;
    }
    const done = await runStep(run, step, result);
    if (done === 'skipped') result.mark = 'skipped';
    else if (done) {
      result.mark = step.elsewhere === 'tip' ? 'tip' : 'wrong';
      result.problem = done;
    }
    if (run.results.length === 1 && done && isTransport(result)) return;
  }
}

/** Whether there was no answer at all that could be judged. */
export function isTransport({ problem }: Result): boolean {
  const codes = ['refused', 'other-address', 'cut', 'timeout', 'not-http'];
  return [...codes, 'tls', 'course'].includes(problem?.code ?? '');
}

async function runStep(
  run: Run,
  step: CheckStep,
  result: Result,
): Promise<Problem | 'skipped' | undefined> {
  const { browser, kept } = run;
  const isApi = requestLine(step).path.startsWith('api/');
  const isAboutOne = needs(step).length > 0;
  const isForm = !isApi && (step.form !== undefined || isAboutOne);
  const isUnknown = !needs(step).every((name) => kept[name]);
  const hasFailed = run.results.some(({ mark }) => mark === 'wrong');
  if (isUnknown && (!isForm || run.row.length === 0)) return 'skipped';

  const before = step.gone ? await get(browser, browser.base) : undefined;
  let done: Visit;
  if (isForm) {
    const found = await findForm(browser, step, kept, run.row);
    if (isProblem(found)) return hasFailed ? 'skipped' : found;
    done = 'visit' in found ? found.visit : await visit(browser, found.ready);
  } else {
    const base = isApi ? browser.apiBase : browser.base;
    done = await visit(browser, prepare(step, base, kept));
    if (done.last.status === 404 && step.see) {
      done = (await findPage(browser, step)) ?? done;
    }
  }
  result.sent = done.exchanges[0].request;
  const wrong = await findProblem(run, step, done, before);
  if (!wrong || isApi) note(run, step, done);
  return wrong ?? keep(run, step, done);
}

async function findProblem(
  { browser, id }: Run,
  step: CheckStep,
  { last, stopped }: Visit,
  before: Visit | undefined,
): Promise<Problem | undefined> {
  const failed = await explainFailure(last, id);
  if (failed) return failed;
  if (stopped) {
    const { location = '' } = last.headers;
    return problem(
      stopped,
      '이 서버 안의 페이지',
      `${last.status} ${location}`,
    );
  }
  const wrong = judge(step, last);
  const text = readText(last);
  if (wrong[0]?.what !== 'status') {
    const encoding = findEncoding(last);
    const type = last.headers['content-type'] ?? '없음';
    const found = `Content-Type: ${type}, 실제로는 ${encoding}`;
    if (encoding) return problem('encoding', '알린 인코딩의 글자', found);
  }
  if (wrong[0]) return diagnose(step, last, wrong[0]);
  const { gone } = step;
  if (
    gone &&
    before &&
    count(text, gone) >= count(readText(before.last), gone)
  ) {
    const code = step.form ? 'wrong-user' : 'not-removed';
    return problem(code, `${gone}이(가) 없는 목록`, text);
  }
  return await findBroken(browser, step, last);
}

/** Remembers what was saved, so that it can be deleted in the end. */
function note(run: Run, step: CheckStep, { last }: Visit) {
  const values = Object.values(step.form ?? Object(step.json)).map(String);
  const isUser = 'name' in Object(step.form ?? step.json);
  const isSaved = last.status >= 200 && last.status < 300;
  if (!isUser || !isSaved) return;
  if (step.elsewhere !== 'tip') run.row = values;
  const id = readField(last.body, 'id');
  if (step.form) run.rows.push(values);
  else if (id) run.users.add(id);
}

/** Keeps the value that later steps need; each user has an id of its own. */
function keep(
  { kept }: Run,
  step: CheckStep,
  { last }: Visit,
): Problem | undefined {
  if (!step.keep || !('field' in step.keep)) return undefined;
  const value = readField(last.body, step.keep.field);
  const expected = '{"id": …, "name": …, "age": …}';
  if (value === '') return problem('no-id', expected, last.body);
  if (Object.values(kept).includes(value)) {
    return problem('same-id', '앞의 사용자와 다른 id', last.body);
  }
  kept[step.keep.as] = value;
  return undefined;
}

/** A field of a JSON object as text, or ''. */
export function readField(body: string, field: string): string {
  try {
    return String(Object(JSON.parse(body))[field] ?? '');
  } catch {
    return '';
  }
}
