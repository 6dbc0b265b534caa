import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, dockerWith } from '../../test/docker/engine.ts';
import { freePort } from '../../test/mysql.ts';
import { count } from '../soak/ledger.ts';
import { type Options, type Row, runAlone } from '../soak/part.ts';

// Deploys compose.stack.yaml on this machine's Swarm, or on one made for this,
// and kills one of the fronts and one of the APIs while visitors come and save.
// Needs the image: docker build -t course .

const stack = 'course_try';
const file = 'compose.stack.yaml';
/** A network that Swarm makes for itself, and that outlives it. */
const bridge = 'docker_gwbridge';

async function run({ seconds }: Options): Promise<Row[]> {
  const state = ['info', '--format', '{{.Swarm.LocalNodeState}}'];
  const isOurs = (await docker(...state)) === 'inactive';
  const bridges = ['network', 'ls', '-q', '--filter', `name=${bridge}`];
  const hadBridge = (await docker(...bridges)) !== '';
  process.once('exit', () => removeAll(isOurs, hadBridge));
  if (isOurs) await docker('swarm', 'init', '--advertise-addr', '127.0.0.1');
  const url = await deploy();
  const isOver = new AbortController();
  const visits = visit(url, isOver.signal);
  const front = await killOne('front', seconds);
  const api = await killOne('api', seconds);
  isOver.abort();
  return [...(await visits), front, api];
}

/** Whatever ends this process, nothing of the stack stays. */
function removeAll(isOurs: boolean, hadBridge: boolean) {
  const run = (...args: string[]) => spawnSync('docker', args);
  const containers = ['ps', '-aq', '--filter', `name=${stack}_`];
  run('stack', 'rm', stack);
  for (let tries = 0; tries < 120; tries += 1) {
    if (`${run(...containers).stdout}` === '') break;
    spawnSync('sleep', ['0.5']);
  }
  run('volume', 'rm', `${stack}_db`);
  if (!isOurs) return;
  run('swarm', 'leave', '--force');
  if (!hadBridge) run('network', 'rm', bridge);
}

/** Resolves to the address once a page comes with what the database holds. */
async function deploy(): Promise<string> {
  const port = `${await freePort()}`;
  await dockerWith({ PORT: port }, ['stack', 'deploy', '-c', file, stack]);
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(url)).ok);
  await until(async () => (await containersOf('api')).length === 2);
  return url;
}

/** Kills one of two containers, and waits until two can be asked again. */
async function killOne(service: string, seconds: number): Promise<Row> {
  const [one = ''] = await containersOf(service);
  const start = performance.now();
  await docker('kill', one);
  await until(async () => {
    const ids = await containersOf(service);
    return ids.length === 2 && !ids.includes(one);
  });
  const took = (performance.now() - start) / 1000;
  await sleep(seconds * 500);
  const figure = `${took.toFixed(1)} s`;
  return { what: `killed ${service}, healthy again`, figure, held: took < 60 };
}

/** Those that say of themselves that they are ready. */
async function containersOf(service = ''): Promise<string[]> {
  const filters = ['--filter', `name=${stack}_${service}`];
  if (service) filters.push('--filter', 'health=healthy');
  const ids = await docker('ps', '-q', ...filters);
  return ids.split('\n').filter((id) => id !== '');
}

/** Reads and saves by turns, ten times a second, each over a new connection. */
async function visit(url: string, isOver: AbortSignal): Promise<Row[]> {
  const headers = { connection: 'close' };
  const body = new URLSearchParams({ name: 'Kang', age: '20' });
  let [done, saved, failed, longest] = [0, 0, 0, 0];
  let last = performance.now();
  while (!isOver.aborted) {
    const isRead = (done + failed) % 2 === 0;
    const request = isRead
      ? fetch(url, { headers })
      : fetch(`${url}/new`, { method: 'POST', headers, body });
    const isDone = await request.then(
      async (answer) => (await answer.text()) !== '' && answer.ok,
      () => false,
    );
    const now = performance.now();
    if (isDone) {
      done += 1;
      if (!isRead) saved += 1;
      longest = Math.max(longest, now - last);
      last = now;
    } else failed += 1;
    await sleep(100);
  }
  const users = await fetch(`${url}/?after=0`).then((answer) => answer.text());
  const kept = users.match(/Kang/g)?.length ?? 0;
  return [
    count('requests answered', done),
    { what: 'requests that failed', figure: `${failed}`, held: true },
    {
      what: 'longest time without an answer',
      figure: `${(longest / 1000).toFixed(1)} s`,
      held: longest < 10_000,
    },
    {
      what: 'users saved, and of the first hundred on the page',
      figure: `${saved}, ${kept}`,
      held: kept >= Math.min(saved, 100),
    },
  ];
}

/** Tries until it is true, for two minutes. */
async function until(work: () => Promise<boolean>) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await work().catch(() => false)) return;
    await sleep(300);
  }
  throw new Error('It took too long.');
}

if (import.meta.main) await runAlone(run);
