import { mkdtemp, rm } from 'node:fs/promises';
import module from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { type Exchange, perform, send } from '../../contract/send.ts';
import { type Kept, withNeeded } from '../../contract/step.ts';
import { forgetLines, linesThatRan } from './coverage.ts';
import { readMessage } from './messages.ts';
import type { Ran, Wish } from './scratch.ts';

// What the server compiled is not compiled again: its start is not waited for.
module.enableCompileCache();
const { buildApp } = await import('../../app.ts');
const { course } = await import('../../course.ts');

const limits = { milliseconds: 2_500, bytes: 64 * 1024 };

// Unheard, a failure would leave the server waiting: V8's profiler keeps this
// thread from ending.
parentPort?.on('message', (wish: Wish) => {
  const answer = (ran: Ran | Error) => parentPort?.postMessage(ran);
  runOnCopy(wish).then(answer, answer);
});
parentPort?.postMessage('loaded');

async function runOnCopy(wish: Wish): Promise<Ran> {
  const { config } = wish;
  const folder = await mkdtemp(join(tmpdir(), 'course-'));
  const { name } = config.database;
  const file = join(folder, `${name}.sqlite`);
  const database = { engine: 'sqlite', file, name } as const;
  const port = await freePort();
  const own = { host: '127.0.0.1', port, database, apiUrl: undefined };
  const app = buildApp({ ...config, ...own, logLevel: 'silent' });
  try {
    await app.listen(own);
    return await run(wish, port);
  } finally {
    app.server.closeAllConnections();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Does what is wanted, and before it the steps that lead up to it. */
async function run({ config, id, wanted }: Wish, port: number): Promise<Ran> {
  const base = `http://127.0.0.1:${port}/${id}/`;
  const kept: Kept = {};
  const exchanges: Ran['exchanges'] = [];
  const add = (title: string, { sent, received, cut }: Exchange) => {
    const read = (text: string) => readMessage(asRead(text, port, config.port));
    // As a stream: a character that is cut in two is left out.
    const text = new TextDecoder().decode(received, { stream: true });
    const request = read(sent.toString());
    exchanges.push({ title, request, response: read(text), cut });
  };
  if (typeof wanted === 'object') {
    const { method, path, body } = wanted;
    const headers: Record<string, string> = {};
    if (body) headers['content-type'] = 'application/json';
    const url = new URL(path, `${base}api/`).href;
    await forgetLines();
    const ready = { method, url, headers, body };
    add(`${method} ${path}`, await send(ready, limits));
  } else {
    const { contract = [] } = course.find((one) => one.id === id) ?? {};
    for (const step of withNeeded(contract, wanted)) {
      await forgetLines();
      const done = await perform(step, base, kept, limits);
      for (const [at, one] of done.entries()) add(at ? '' : step.do, one);
    }
  }
  return { exchanges, lines: await linesThatRan() };
}

/** The copy shows itself under the address of the one that readers know. */
function asRead(text: string, port: number, shown: number): string {
  return text
    .replaceAll(`127.0.0.1:${port}`, `localhost:${shown}`)
    .replace(new RegExp(`\\b${port}\\b`, 'g'), `${shown}`);
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
