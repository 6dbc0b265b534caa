import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Row } from './part.ts';
import { startServer } from './server.ts';

// The folder of the data is a small file system of the server's own, which
// goes away with the server. Making one takes root, or user namespaces.

type Server = Awaited<ReturnType<typeof startServer>>;

/** A disk that is full, and one that takes no writes. */
export async function disk(): Promise<Row[]> {
  const unshare = spawnSync('unshare', ['-m', 'true']).status === 0;
  if (!unshare) {
    const figure = 'not tried: needs the right to mount (unshare -m)';
    return [{ what: 'disk', figure, held: false }];
  }
  return [
    await tryDisk('disk full', 'size=2m', fill, (folder) =>
      rmSync(join(folder, 'filler')),
    ),
    await tryDisk('data/ read-only', 'size=2m,ro', undefined, (_, { pid }) => {
      const remount = ['mount', '-o', 'remount,rw', 'data'];
      const place = ['-t', `${pid()}`, '-m', `--wd=${process.cwd()}`];
      spawnSync('nsenter', [...place, ...remount], { stdio: 'inherit' });
    }),
  ];
}

async function tryDisk(
  what: string,
  options: string,
  spoil: ((folder: string, server: Server) => Promise<void>) | undefined,
  mend: (folder: string, server: Server) => void,
): Promise<Row> {
  const mount = `mkdir -p data && mount -t tmpfs -o ${options} tmpfs data`;
  const server = await startServer({}, [
    ...['unshare', '-m', 'sh', '-c', `${mount} && exec "$@"`, 'sh'],
  ]);
  try {
    const folder = `/proc/${server.pid()}/root${dirname(server.file)}`;
    await spoil?.(folder, server);
    const bad = await look(server);
    mend(folder, server);
    const good = await look(server);
    const held =
      bad.every(
        ({ status, ms }) => [200, 503].includes(status) && ms < 2_000,
      ) &&
      bad.some(({ status }) => status === 503) &&
      good.every(({ status }) => status < 400);
    const list = (seen: typeof bad) =>
      seen.map(({ status }) => status).join(' ');
    const slowest = Math.max(...bad.map(({ ms }) => ms));
    const figure =
      `${list(bad)}, slowest ${Math.round(slowest)} ms; ` +
      `mended: ${list(good)}`;
    return { what, figure, held };
  } finally {
    await server.remove();
  }
}

/** Leaves room for nothing more; what is written until then is there. */
async function fill(folder: string, server: Server) {
  await look(server);
  try {
    writeFileSync(join(folder, 'filler'), Buffer.alloc(4 * 1024 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  // The file of SQLite's log may have room left within.
  for (let i = 0; i < 200; i += 1) await post(server);
}

/** A page without the database, one that reads, and one that writes. */
async function look(server: Server) {
  const seen = [];
  for (const ask of [
    () => fetch(`${server.url}/ex1/`),
    () => fetch(`${server.url}/ex5/api/users`),
    () => post(server),
  ]) {
    const start = performance.now();
    const response = await ask();
    await response.text();
    seen.push({ status: response.status, ms: performance.now() - start });
  }
  return seen;
}

function post({ url }: Server) {
  return fetch(`${url}/ex5/api/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '홍'.repeat(100), age: 20 }),
  });
}
