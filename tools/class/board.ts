import { join } from 'node:path';
import ejs from 'ejs';
import { fastify } from 'fastify';
import { projectRoot } from '../../src/config.ts';
import { width } from '../terminal.ts';
import { type Board, columns, lookAtClass, sayStudent } from './students.ts';
import type { Asked } from './words.ts';

/** Shows how a class stands, on the terminal or as a page. */
export async function run({ ports, range, words }: Asked): Promise<boolean> {
  if (words.has('html')) {
    const address = await serveBoard(15_000, ports, range);
    console.log(`${address} 에서 봅니다. Ctrl-C로 끝냅니다.`);
  } else printBoard(await lookAtClass(ports, range));
  return true;
}

/** Serves the board to this machine alone; each visit looks anew. */
export async function serveBoard(port: number, ports: number[], range: string) {
  const app = fastify();
  const style = join(projectRoot, 'public/site.css');
  const template = join(import.meta.dirname, 'board.ejs');
  let looking: Promise<Board> | undefined;
  app.get('/', async (_request, reply) => {
    // Two windows at once look once.
    looking ??= lookAtClass(ports, range).finally(() => {
      looking = undefined;
    });
    const data = { ...(await looking), columns, sayStudent, style };
    reply.type('text/html; charset=utf-8');
    return await ejs.renderFile(template, data);
  });
  return await app.listen({ port, host: '127.0.0.1' });
}

function printBoard({ students, helpFirst, foods }: Board) {
  if (helpFirst.length > 0) console.log('먼저 살펴볼 포트');
  for (const { port, reason } of helpFirst) console.log(`  ${port} ${reason}`);
  const table = [columns, ...students.map(sayStudent)];
  const widths = columns.map((_, i) =>
    Math.max(...table.map((cells) => width(cells[i] ?? ''))),
  );
  console.log();
  for (const cells of table) {
    const pad = (cell: string, i: number) =>
      cell + ' '.repeat((widths[i] ?? 0) - width(cell));
    console.log(cells.map(pad).join('  ').trimEnd());
  }
  if (foods.length > 0) console.log('\n좋아하는 음식');
  for (const [food, count] of foods) {
    console.log(`  ${food} ${count} ${'█'.repeat(Math.min(count, 60))}`);
  }
}
