import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import ejs from 'ejs';
import { projectRoot } from '../../src/config.ts';
import { accountOf } from './accounts.ts';
import type { Asked } from './words.ts';

/** Writes a page to print and cut up: a slip of paper for each student. */
export async function run({ ports, range, words }: Asked): Promise<boolean> {
  const host = words.get('at') ?? hostname();
  const template = join(import.meta.dirname, 'slips.ejs');
  const page = await ejs.renderFile(template, { host, ports, accountOf });
  const file = join(projectRoot, 'data', `slips-${range}.html`);
  mkdirSync(join(projectRoot, 'data'), { recursive: true });
  writeFileSync(file, page);
  console.log(`쪽지 ${ports.length}장: ${file}`);
  console.log(`학생이 접속할 주소는 ${host}입니다. 다르면 at 주소를 붙이세요.`);
  return true;
}
