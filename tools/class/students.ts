import { readConfig } from '../../src/config.ts';
import { type Look, lookAt } from './look.ts';
import { type Rows, readRows } from './rows.ts';

/** How a class stands at this moment. */
export interface Board {
  students: Student[];
  /** Those that need help most, at most three. */
  helpFirst: { port: number; reason: string }[];
  /** How many of the whole class answered each food, most first. */
  foods: [food: string, count: number][];
  milliseconds: number;
}

/** One port: what is on it and on the internal one, and in its tables. */
export interface Student {
  port: number;
  outside: Look;
  inside: Look;
  rows: Rows;
}

/** Looks at all ports at once, and into their tables. */
export async function lookAtClass(
  ports: number[],
  range: string,
): Promise<Board> {
  const started = performance.now();
  const databases = readConfig([], [range]).map(({ database }) => database);
  const reading = readRows(databases);
  const looking = ports.map(async (port, i) => {
    const [outside, inside] = await Promise.all([
      lookAt(port),
      lookAt(port + 10_000),
    ]);
    return { port, outside, inside, rows: (await reading)[i] ?? {} };
  });
  const students = await Promise.all(looking);
  const foods = new Map<string, number>();
  for (const [food, count] of students.flatMap(({ rows }) => [
    ...(rows.foods ?? []),
  ])) {
    foods.set(food, (foods.get(food) ?? 0) + count);
  }
  return {
    students,
    helpFirst: students
      .flatMap(findTrouble)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 3),
    foods: [...foods].sort(([, a], [, b]) => b - a),
    milliseconds: Math.round(performance.now() - started),
  };
}

/** The worst that can be said of a student's port; a low rank is worse. */
function findTrouble({ port, outside, inside, rows }: Student) {
  const { failed } = outside;
  const isIdle = !rows.users && !rows.sheets && !rows.foods?.size;
  const isClosed = outside.state === 'closed' && inside.state === 'closed';
  const troubles: [isSo: boolean, reason: string][] = [
    [outside.state === 'hanging', '서버가 응답하지 않습니다'],
    [isClosed, '실행 중인 서버가 없습니다'],
    [
      outside.isCourse && failed.length > 0,
      `되지 않는 실습: ${failed.join(', ')}`,
    ],
    [inside.state === 'hanging', '내부 포트의 서버가 응답하지 않습니다'],
    [isIdle, '아직 저장한 데이터가 없습니다'],
  ];
  const rank = troubles.findIndex(([isSo]) => isSo);
  return rank === -1 ? [] : { port, rank, reason: troubles[rank]?.[1] ?? '' };
}

/** The columns of the board. */
export const columns = [
  ...['포트', '서버', '되는 실습', '내부 포트', '되는 실습'],
  ...['사용자', '활동지', '설문', '마지막 설문'],
];

/** A student's row of the board: ports and numbers, never names. */
export function sayStudent({ port, outside, inside, rows }: Student): string[] {
  const { users, sheets, foods, last } = rows;
  const answers = foods && [...foods.values()].reduce((a, b) => a + b, 0);
  const minutes = last && Math.floor(last.seconds / 60);
  return [
    ...[`${port}`, sayWhat(outside), sayKept(outside)],
    ...[sayWhat(inside), sayKept(inside)],
    ...[users, sheets, answers].map((count) => `${count ?? '-'}`),
    last ? `${last.food}, ${minutes ? `${minutes}분 전` : '방금'}` : '-',
  ];
}

function sayWhat({ state, what }: Look): string {
  return { closed: '-', hanging: '응답 없음', open: what }[state];
}

/** Of a course, how many exercises are right; else, which. */
function sayKept({ state, isCourse, kept, failed }: Look): string {
  if (state !== 'open') return '-';
  if (isCourse) return `${kept.length}/${kept.length + failed.length}`;
  return kept.join(', ') || '없음';
}
