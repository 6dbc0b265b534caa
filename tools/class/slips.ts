import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import { accountOf } from './accounts.ts';
import { renderTemplate } from './template.ts';
import type { Asked } from './words.ts';

/** Writes a page to print and cut up: a slip of paper for each student. */
export async function run({ ports, range, words }: Asked): Promise<boolean> {
  const host = words.get('at') ?? ownAddress();
  const students = ports.map((port) => ({
    port,
    account: accountOf(port),
    internalPort: port + 10_000,
  }));
  const file = join(projectRoot, 'data', `slips-${range}.html`);
  mkdirSync(join(projectRoot, 'data'), { recursive: true });
  writeFileSync(file, renderTemplate('slips.ejs', { host, students }));
  console.log(`쪽지 ${ports.length}장을 담았습니다: ${file}`);
  console.log(`접속할 주소는 ${host}입니다. 다르면 at 주소를 붙이세요.`);
  console.log('브라우저에서 열어 A4로 인쇄하세요. 한 장에 네 장이 나옵니다.');
  return true;
}

/** The first address that other machines may know this one by. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  const outside = addresses.find(
    (one) => one?.family === 'IPv4' && !one.internal,
  );
  return outside?.address ?? hostname();
}
