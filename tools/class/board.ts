import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import ejs from 'ejs';
import { fastify } from 'fastify';
import { type AppConfig, projectRoot, readConfig } from '../../src/config.ts';
import { width } from '../terminal.ts';
import { explain } from './admin.ts';
import { type Look, lookAt } from './look.ts';
import { type Rows, readRows } from './rows.ts';
import type { Asked } from './words.ts';

/** One port: what is on it and on the internal one, and in its tables. */
interface Student {
  port: number;
  outside: Look;
  inside: Look;
  /** Undefined where there was no time to read them. */
  rows: Rows | undefined;
}

/** The columns of the table: ports and numbers, never names. */
const columns: [title: string, say: (student: Student) => unknown][] = [
  ['포트', ({ port }) => port],
  ['서버', ({ outside }) => outside.what],
  ['되는 실습', ({ outside }) => sayKept(outside)],
  ['내부 포트', ({ inside }) => inside.what],
  ['되는 실습', ({ inside }) => sayKept(inside)],
  ['사용자', ({ rows }) => rows?.users],
  ['활동지', ({ rows }) => rows?.sheets],
  ['설문', ({ rows }) => rows?.foods?.reduce((sum, { n }) => sum + n, 0)],
  ['마지막 설문', ({ rows }) => sayLast(rows)],
];

/** Shows how a class stands, on the terminal or as a page. */
export async function board({ range, words }: Asked): Promise<boolean> {
  const courses = readConfig([], [range]);
  if (words.html) {
    const address = await serveBoard(15_000, courses);
    console.log(`${address} 에서 봅니다. Ctrl-C로 끝냅니다.`);
    return true;
  }
  const { problem, helpFirst, table, foods } = await lookAtClass(courses);
  if (problem) console.error(`${problem}\n`);
  if (helpFirst.length > 0) console.log('먼저 살펴볼 포트');
  for (const { port, reason } of helpFirst) console.log(`  ${port} ${reason}`);
  console.log();
  for (const cells of table) {
    const padded = cells.map((cell, i) => {
      const widths = table.map((row) => width(row[i] ?? ''));
      return cell + ' '.repeat(Math.max(...widths) - width(cell));
    });
    console.log(padded.join('  ').trimEnd());
  }
  if (foods.length > 0) console.log('\n좋아하는 음식');
  for (const [food, count] of foods) {
    console.log(`  ${food} ${count} ${'█'.repeat(Math.min(count, 60))}`);
  }
  return problem === '';
}

/** Serves the board to this machine alone; each visit looks anew. */
export async function serveBoard(port: number, courses: AppConfig[]) {
  const app = fastify();
  const style = join(projectRoot, 'public/site.css');
  const template = join(import.meta.dirname, 'board.ejs');
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8');
    const values = { ...(await lookAtClass(courses)), style };
    return await ejs.renderFile(template, values);
  });
  return await app.listen({ port, host: '127.0.0.1' });
}

/** Looks at all ports at once, and into their tables. */
export async function lookAtClass(courses: AppConfig[]) {
  const rows: Rows[] = [];
  const databases = courses.map(({ database }) => database);
  const late = wait(2_500, '데이터베이스가 느립니다.', { ref: false });
  const reading = Promise.race([readRows(databases, rows), late]);
  const reports = reading.catch(explain);
  const looks = await Promise.all(
    courses.flatMap(({ port }) => [lookAt(port), lookAt(port + 10_000)]),
  );
  const problem = (await reports) ?? '';
  const students = courses.map(({ port }, i) => {
    const [outside, inside] = looks.slice(2 * i) as [Look, Look];
    return { port, outside, inside, rows: rows[i] };
  });
  const foods = new Map<string, number>();
  for (const { food, n } of rows.flatMap((one) => one.foods ?? [])) {
    foods.set(food, (foods.get(food) ?? 0) + n);
  }
  return {
    /** Why not all tables could be read, if so. */
    problem,
    /** Those that need help most, at most three, and why. */
    helpFirst: students
      .flatMap(findTrouble)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 3),
    /** The titles, and below them a row for each port. */
    table: [
      columns.map(([title]) => title),
      ...students.map((it) => columns.map(([, say]) => `${say(it) ?? '-'}`)),
    ],
    /** How many of the whole class answered each food, most first. */
    foods: [...foods].sort(([, a], [, b]) => b - a),
  };
}

/** The worst that can be said of a student's port; a low rank is worse. */
function findTrouble({ port, outside, inside, rows }: Student) {
  const { isCourse, failed } = outside;
  const isOff = outside.what === '-' && inside.what === '-';
  const isIdle = rows && !rows.users && !rows.sheets && !rows.foods?.length;
  const reasons = [
    outside.what === '응답 없음' && '서버가 응답하지 않습니다',
    isOff && '실행 중인 서버가 없습니다',
    isCourse && failed.length > 0 && `되지 않는 실습: ${failed.join(', ')}`,
    inside.what === '응답 없음' && '내부 포트의 서버가 응답하지 않습니다',
    isIdle && '아직 저장한 데이터가 없습니다',
  ];
  const rank = reasons.findIndex((reason) => reason);
  return rank === -1 ? [] : [{ port, rank, reason: reasons[rank] }];
}

/** Of a course, how many exercises are right; else, which. */
function sayKept({ what, isCourse, kept, failed }: Look): string {
  if (what === '-' || what === '응답 없음') return '-';
  if (isCourse) return `${kept.length}/${kept.length + failed.length}`;
  return kept.join(', ') || '없음';
}

function sayLast({ foods: [last] = [] }: Rows = {}): string {
  if (!last) return '-';
  const minutes = Math.floor(last.seconds / 60);
  return `${last.food}, ${minutes > 0 ? `${minutes}분 전` : '방금'}`;
}
