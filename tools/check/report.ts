import { styleText } from 'node:util';
import type { ReadyRequest } from '../../src/contract/step.ts';
import type { Problem } from './problem.ts';
import type { Result } from './steps.ts';
import { excerpt, findDifference, visible, width } from './text.ts';

/**
 * What a run found. `json` prints it as it is, on one line; a step's `request`
 * is as the lecture has it, its `sent` what really went out.
 */
export interface Report {
  /** 0: all steps kept; 1: some not; 2: nothing could be judged. */
  status: 0 | 1 | 2;
  exercise: string | undefined;
  address: string | undefined;
  steps: Result[];
  /** Korean: what the run added, deleted or left. */
  notes: string[];
  /** Why nothing could be judged. */
  problem?: Problem;
}

const marks = {
  kept: ['✓', 'green'],
  wrong: ['✗', 'red'],
  skipped: ['–', 'gray'],
  tip: ['!', 'yellow'],
} as const;

/**
 * The report for a beginner: first what is right, then the first three things
 * that are not, with one next step each.
 *
 * @param site where this course answers, without a slash at the end
 */
export function describe(report: Report, site: string): string {
  const { exercise, address, steps, notes, problem } = report;
  const lines: string[] = [];
  if (address) lines.push(`${exercise ?? ''} 검사: ${address}`.trim(), '');
  const columns = Math.max(...steps.map((step) => width(step.do)));
  for (const step of steps) {
    const [sign, color] = marks[step.mark];
    const blanks = ' '.repeat(columns - width(step.do) + 2);
    lines.push(
      `${styleText(color, sign)} ${step.do}${blanks}${styleText('gray', step.request)}`,
    );
  }
  const wrong = steps.filter(({ mark }) => mark === 'wrong');
  for (const step of wrong.slice(0, 3)) {
    lines.push('', styleText('bold', `✗ ${step.do}`));
    lines.push(...explain(step.problem, site, step.sent));
  }
  for (const { problem, do: title } of steps) {
    const isTip = problem && !wrong.some((step) => step.problem === problem);
    if (isTip) lines.push('', `! ${title}: ${tip}`);
  }
  if (problem) lines.push(...explain(problem, site));
  if (notes.length > 0) lines.push('', ...notes);
  lines.push('', conclude(report));
  return lines.join('\n');
}

const tip = '강의에는 없지만, 잘못된 값은 400으로 거절하면 더 좋습니다.';

function explain(
  problem: Problem | undefined,
  site: string,
  sent?: ReadyRequest,
): string[] {
  if (!problem) return [];
  const { code, expected, found, next, help } = problem;
  const isContent = /^(text|escaping|template|value|no-key|text-for-number)$/;
  const mark = isContent.test(code)
    ? findDifference(found, expected)
    : { at: 0, length: Number(/^\d{3}/.test(found)) * 3 };
  const [line, under] = excerpt(found, mark.length > 0 ? mark : undefined);
  const row = (title: string, text: string) =>
    `  ${title}${' '.repeat(8 - width(title))}${text}`;
  return [
    ...(sent ? [row('요청', visible(curl(sent)))] : []),
    row('기대', excerpt(expected)[0]),
    row('응답', line || '(빈 본문)'),
    ...(under ? [row('', styleText('red', under))] : []),
    row('할 일', visible(next).trim()),
    row('도움말', site + help),
  ];
}

/** The request as a line for the terminal. */
export function curl({ method, url, headers, body }: ReadyRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const words = ['curl', '-i'];
  if (method !== 'GET' && !(method === 'POST' && body))
    words.push('-X', method);
  words.push(/^[\w:/.[\]%-]+$/.test(url) ? url : quote(url));
  const type = headers['content-type'];
  if (type && !type.includes('urlencoded')) {
    words.push('-H', quote(`Content-Type: ${type}`));
  }
  if (body) words.push('-d', quote(body));
  return words.join(' ');
}

function conclude({ status, steps }: Report): string {
  const kept = steps.filter(({ mark }) => mark === 'kept').length;
  const counted = steps.filter(({ mark }) => mark !== 'tip').length;
  if (status === 2)
    return '아직 검사할 수 없습니다. 위의 할 일을 마치고 다시 실행하세요.';
  if (status === 0)
    return `${kept}단계를 모두 확인했습니다. 강의에서 말한 대로 동작합니다.`;
  return (
    `${counted}단계 중 ${kept}단계가 맞습니다. ` +
    '첫 번째 ✗부터 하나씩 고치고 다시 검사하세요.'
  );
}
