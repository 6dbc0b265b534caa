import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { start } from '../process.ts';
import { freePort, temporaryFolder } from '../support.ts';

// Where the system lets us, the packed project runs without any network.
const offline = ['unshare', '--map-root-user', '--net'];
const canUnshare = spawnSync('unshare', [...offline.slice(1), 'true']);

test('what npm run pack wrote runs where there is no network', async () => {
  execFileSync(process.execPath, ['tools/pack/pack.ts'], { cwd: projectRoot });
  const archive = join(projectRoot, 'data/pack/course.zip');
  expect(statSync(archive).size).toBeLessThan(13_000_000);
  const folder = temporaryFolder();
  // Not our own reader: what others unpack is what counts.
  execFileSync('python3', ['-m', 'zipfile', '-e', archive, folder]);
  const project = join(folder, 'course');
  for (const secret of ['.env', 'data', '.git', 'node_modules/vitest']) {
    expect(existsSync(join(project, secret))).toBe(false);
  }

  const port = await freePort();
  const paths = [
    '/ex1/',
    '/ex5/',
    '/learn/ex3',
    '/source/src/app.ts',
    '/ready',
  ];
  const visit = `
    import { setTimeout as wait } from 'node:timers/promises';
    import './src/server.ts';
    await wait(3_000);
    for (const path of ${JSON.stringify(paths)}) {
      const { status } = await fetch('http://127.0.0.1:${port}' + path);
      console.log(path, status);
    }
    process.exit(0);`;
  const node = `'${process.execPath}' --input-type=module -e "$0"`;
  const run = ['sh', '-c', `ip link set lo up; PORT=${port} ${node}`, visit];
  const command = canUnshare.status === 0 ? [...offline, ...run] : run;
  const { ended, output } = start(command, {}, project);
  expect(await ended, output()).toBe(0);
  for (const path of paths) expect(output()).toContain(`${path} 200\n`);
});
