import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

// Starts the server anew whenever a source file changes. Node's --watch
// follows files, and loses each that an editor replaces by a new one, as many
// do to save; here the folders are followed.

const project = join(import.meta.dirname, '..');
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
  const args = ['src/start.mjs', '--dev', ...process.argv.slice(2)];
  const options = { cwd: project, stdio: 'inherit' } as const;
  server = spawn(process.execPath, args, options);
  for (const watcher of watchers) watcher.close();
  watchers = listFolders().map((folder) => watch(folder, restartSoon));
}

function listFolders(): string[] {
  return ['src', 'migrations'].flatMap((name) => {
    const root = join(project, name);
    const options = { recursive: true, withFileTypes: true } as const;
    const folders = readdirSync(root, options).filter((entry) =>
      entry.isDirectory(),
    );
    return [
      root,
      ...folders.map((entry) => join(entry.parentPath, entry.name)),
    ];
  });
}

/** One save makes several events. */
function restartSoon() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
    await end('SIGTERM');
    start();
  }, 50);
}

async function end(signal: NodeJS.Signals) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill(signal);
  await once(server, 'exit');
}
