import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/config.ts';
import { createStudent, runAsRoot } from '../../test/mysql.ts';
import { openBooks } from '../soak/books.ts';
import { count, judge, settingsOf } from '../soak/ledger.ts';
import { type Options, type Row, runAlone } from '../soak/part.ts';
import { startServer } from '../soak/server.ts';
import { writers } from '../soak/writers.ts';
import { type Cluster, startCluster } from './cluster.ts';

// The course on a cluster of three MariaDB servers, of which HAProxy uses one
// at a time: first the tests that need a database, then the ledger's writers
// while the server in use is killed again and again.

const tests = ['database', 'contracts', 'ex2-3-survey', 'ex5-mysql', 'plan'];
/** Seconds between two kills; a server that was killed comes back in between. */
const between = 10;

async function run({ seconds }: Options): Promise<Row[]> {
  const cluster = await startCluster();
  try {
    const passed = await passTests(cluster);
    const figure = passed ? 'passed' : 'failed';
    const rows = await underLoad(cluster, seconds);
    return [{ what: 'tests on the cluster', figure, held: passed }, ...rows];
  } finally {
    await cluster.remove();
  }
}

async function passTests({ url }: Cluster): Promise<boolean> {
  const files = tests.map((name) => `test/${name}.test.ts`);
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...files];
  const vitest = spawn(process.execPath, command, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, TEST_MYSQL_URL: url },
  });
  const end = () => vitest.kill();
  process.once('exit', end);
  const [status] = await once(vitest, 'exit');
  process.off('exit', end);
  return status === 0;
}

async function underLoad(cluster: Cluster, seconds: number): Promise<Row[]> {
  const student = await createStudent(cluster.url);
  const server = await startServer(settingsOf(student));
  try {
    const books = openBooks();
    let last = performance.now();
    let longest = 0;
    const watched = {
      ...books,
      done(key: string, value: string) {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        books.done(key, value);
      },
    };
    const end = performance.now() + seconds * 1000;
    const isOver = () => performance.now() > end;
    const writing = writers.map((write) => write(server.url, watched, isOver));
    let kills = 0;
    while (end - performance.now() > between * 1000) {
      await sleep(between * 500);
      const node = await cluster.inUse();
      await node.kill();
      kills += 1;
      await sleep(between * 500);
      await node.start();
    }
    await Promise.all(writing);
    // A cluster that never came back is silent until now.
    longest = Math.max(longest, performance.now() - last);
    const read = (table: string) =>
      runAsRoot(`select * from ${student.name}.${table}`, cluster.url);
    return [
      count('kills of the server in use', kills),
      {
        what: 'longest time without an acknowledged write',
        figure: `${(longest / 1000).toFixed(1)} s`,
        held: longest < 10_000,
      },
      ...(await judge(books, read)),
    ];
  } finally {
    await server.remove();
  }
}

if (import.meta.main) await runAlone(run);
