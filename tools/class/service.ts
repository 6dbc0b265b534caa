import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import ejs from 'ejs';
import { projectRoot } from '../../src/config.ts';
import { readSource } from '../../src/site/source/files.ts';
import type { Asked } from './words.ts';

/** Writes a systemd unit that keeps the servers of a class running. */
export async function run({ range, ports }: Asked): Promise<boolean> {
  const data = join(projectRoot, 'data');
  const file = join(data, 'course.service');
  const unit = ejs.render(readSource('tools/class/course.service.ejs'), {
    range,
    user: userInfo().username,
    node: escapePath(process.execPath),
    project: escapePath(projectRoot),
    data: escapePath(data),
    // What a server takes, and several times what each further port does.
    megabytes: 256 + 16 * ports.length,
  });
  mkdirSync(data, { recursive: true });
  writeFileSync(file, unit);
  console.log(`서비스 파일: ${file}\n설치하려면:\n`);
  console.log(`  sudo cp '${file}' /etc/systemd/system/`);
  console.log('  sudo systemctl daemon-reload');
  console.log('  sudo systemctl enable --now course\n');
  console.log('상태는 systemctl status course, 로그는 journalctl -fu course');
  return true;
}

function escapePath(path: string): string {
  return path.replaceAll('%', '%%').replace(/["\\]/g, '\\$&');
}
