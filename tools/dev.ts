import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

// Starts the server of this folder anew whenever a source file changes. Node's
// --watch follows files, and loses each that an editor replaces by a new one,
// as many do to save; here the folders are followed.

const isCourse = existsSync('src/start.mjs');
const program = isCourse ? ['src/start.mjs', '--dev'] : ['server.ts'];
let server: ChildProcess;
let watchers: FSWatcher[] = [];
let timer: NodeJS.Timeout | undefined;

start();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    clearTimeout(timer);
    await end(signal);
    process.exit();
  });
}

function start() {
  const args = [...program, ...process.argv.slice(2)];
  server = spawn(process.execPath, args, { stdio: 'inherit' });
  const roots = isCourse ? ['src', 'migrations'] : ['.'];
  watchers = roots.flatMap(listFolders).map((folder) =>
    watch(folder, (_event, name) => {
      if (/\.(ts|json)$/.test(name ?? '')) restartSoon();
    }),
  );
}

/** A folder and those in it, but for those that a program writes. */
function listFolders(folder: string): string[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !/^(node_modules|\.)/.test(entry.name),
  );
  const folders = inner.map(({ name }) => listFolders(join(folder, name)));
  return [folder, ...folders.flat()];
}

/** One save makes several events. */
function restartSoon() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    for (const watcher of watchers) watcher.close();
    await end('SIGTERM');
    start();
  }, 50);
}

async function end(signal: NodeJS.Signals) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill(signal);
  await once(server, 'exit');
}
