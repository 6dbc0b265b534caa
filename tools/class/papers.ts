import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import ejs from 'ejs';
import { projectRoot } from '../../src/config.ts';
import { readSource } from '../../src/site/source/files.ts';
import { nameOf } from './accounts.ts';
import type { Asked } from './words.ts';

/** Writes a page to print and cut up: a slip of paper for each student. */
export async function slips({ ports, range, words }: Asked): Promise<boolean> {
  const host = words.at || hostname();
  const values = { host, ports, nameOf };
  const file = fill('slips.ejs', `slips-${range}.html`, values);
  console.log(`쪽지 ${ports.length}장: ${file}`);
  console.log(`학생이 접속할 주소는 ${host}입니다. 다르면 at 주소를 붙이세요.`);
  return true;
}

/** Writes a systemd unit that keeps the servers of a class running. */
export async function service({ range, ports }: Asked): Promise<boolean> {
  const { username } = userInfo();
  const quote = (path: string) =>
    path.replaceAll('%', '%%').replace(/["\\]/g, '\\$&');
  const file = fill('course.service.ejs', 'course.service', {
    range,
    user: username,
    node: quote(process.execPath),
    project: quote(projectRoot),
    // What a server takes, and several times what each further port does.
    megabytes: 256 + 16 * ports.length,
  });
  console.log(
    `서비스 파일: ${file} (${username} 계정으로 실행)\n설치하려면:\n`,
  );
  console.log(`  sudo cp '${file}' /etc/systemd/system/`);
  console.log('  sudo systemctl daemon-reload');
  console.log('  sudo systemctl enable --now course\n');
  console.log('상태는 systemctl status course, 로그는 journalctl -fu course');
  return true;
}

/** Writes a filled template into data/, and returns the file's path. */
function fill(template: string, name: string, values: object) {
  const text = ejs.render(readSource(`tools/class/${template}`), values);
  const file = join(projectRoot, 'data', name);
  mkdirSync(join(projectRoot, 'data'), { recursive: true });
  writeFileSync(file, text);
  return file;
}
