import { styleText } from 'node:util';
import type { ReadyRequest } from '../../src/contract/step.ts';
import { curl, excerpt, findDifference, visible, width } from '../terminal.ts';
import type { Problem } from './problem.ts';
import type { Result } from './steps.ts';

/**
 * What a run found. `json` prints it as it is, on one line: a step's `request`
 * is as the lecture has it, its `sent` what really went out.
 */
export interface Report {
  /** 0: all steps kept; 1: some not; 2: nothing could be judged. */
  status: 0 | 1 | 2;
  exercise: string | undefined;
  /** The server's address, if it was judged. */
  address?: string;
  steps: Result[];
  /** Korean: what the run deleted and left. */
  notes: string[];
  /** Why nothing could be judged. */
  problem?: Problem;
}

const marks = {
  kept: styleText('green', '✓'),
  wrong: styleText('red', '✗'),
  skipped: styleText('gray', '–'),
};

/**
 * The report for a beginner: all steps, then the first three that are not
 * kept, with one next step each.
 *
 * @param site where this course answers, without a slash at the end
 */
export function describe(report: Report, site: string): string {
  const { exercise, address, steps, notes, problem } = report;
  const lines = address ? [`${exercise} 검사: ${address}`, ''] : [];
  const columns = Math.max(...steps.map((step) => width(step.do)));
  for (const { mark, do: title, request } of steps) {
    const blanks = ' '.repeat(columns - width(title) + 2);
    lines.push(`${marks[mark]} ${title}${blanks}${styleText('gray', request)}`);
  }
  const wrong = steps.filter(({ mark }) => mark === 'wrong');
  for (const { do: title, problem, sent } of wrong.slice(0, 3)) {
    lines.push('', `${marks.wrong} ${styleText('bold', title)}`);
    if (problem) lines.push(...explain(problem, site, sent));
  }
  if (problem) lines.push(...explain(problem, site));
  if (notes.length > 0) lines.push('', ...notes);
  return [...lines, '', conclude(report)].join('\n');
}

function explain(problem: Problem, site: string, sent?: ReadyRequest) {
  const { code, expected, next, help } = problem;
  const found = problem.found.replace(/\s+/g, ' ').trim();
  const { length } = /^\d{3}(?= |$)/.exec(found)?.[0] ?? '';
  const isContent = /^(text|escaping|template|value|no-key|text-for-number)$/;
  const status = length > 0 ? { at: 0, length } : undefined;
  const mark = isContent.test(code) ? findDifference(found, expected) : status;
  const [line, under] = excerpt(found, mark);
  const rows = [
    ['요청', sent ? visible(curl(sent)) : ''],
    ['기대', excerpt(expected)[0]],
    ['응답', line || '(빈 본문)'],
    ['', under && styleText('red', under)],
    ['할 일', visible(next)],
    ['도움말', site + help],
  ];
  return rows
    .filter(([, text]) => text)
    .map(([title = '', text]) => {
      return `  ${title}${' '.repeat(8 - width(title))}${text}`;
    });
}

function conclude({ status, steps }: Report) {
  const kept = steps.filter(({ mark }) => mark === 'kept').length;
  return [
    `${kept}단계를 모두 확인했습니다. 강의에서 말한 대로 동작합니다.`,
    `${steps.length}단계 중 ${kept}단계가 맞습니다. 첫 번째 ✗부터 하나씩 고치세요.`,
    '아직 검사할 수 없습니다. 위의 할 일을 마치고 다시 실행하세요.',
  ][status];
}
