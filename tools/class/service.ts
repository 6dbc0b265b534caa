import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import { renderTemplate } from './template.ts';
import type { Asked } from './words.ts';

/** Writes a systemd unit that keeps the servers of a class running. */
export async function run({ range, ports }: Asked): Promise<boolean> {
  const file = join(projectRoot, 'data', 'course.service');
  mkdirSync(join(projectRoot, 'data'), { recursive: true });
  writeFileSync(
    file,
    renderTemplate('course.service.ejs', {
      range,
      user: userInfo().username,
      node: quote(process.execPath),
      project: escapePercent(projectRoot),
      data: quote(join(projectRoot, 'data')),
      // What one server takes, and several times what each further port does.
      megabytes: 256 + 16 * ports.length,
    }),
  );
  console.log(`${file}을(를) 만들었습니다. 설치하려면:\n`);
  console.log(`  sudo cp '${file}' /etc/systemd/system/`);
  console.log('  sudo systemctl daemon-reload');
  console.log('  sudo systemctl enable --now course\n');
  console.log('상태: systemctl status course · 로그: journalctl -fu course');
  return true;
}

function escapePercent(text: string): string {
  return text.replaceAll('%', '%%');
}

function quote(path: string): string {
  return `"${escapePercent(path).replace(/["\\]/g, '\\$&')}"`;
}
