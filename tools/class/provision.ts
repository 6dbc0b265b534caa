import type { Connection } from 'mysql2/promise';
import { ConfigError } from '../../src/config.ts';
import { dropAccount, findNames, runAll, writeAccount } from './accounts.ts';
import { connectAsAdmin } from './admin.ts';
import { checkAccounts } from './check.ts';
import { forget, readRecord, record } from './record.ts';
import { showProgress } from './terminal.ts';
import type { Asked } from './words.ts';

/** Makes the accounts and databases of a class, then checks them all. */
export async function run({ ports, words }: Asked): Promise<boolean> {
  const hosts = readHosts(words.get('from') ?? 'localhost');
  const admin = await connectAsAdmin();
  try {
    const known = await readRecord(admin);
    const fresh = ports.filter((port) => !known.has(port));
    const taken = await findNames(admin, fresh);
    if (taken.length > 0) {
      throw new Error(
        '아무것도 바꾸지 않았습니다. 이 명령이 만들지 않은 계정이나 ' +
          `데이터베이스가 이미 있습니다: ${taken.join(', ')}`,
      );
    }
    if (words.has('dry-run')) {
      for (const port of ports) {
        const statements = await writeAccount(admin, port, hosts);
        console.log(`${statements.join(';\n')};`);
      }
      return true;
    }
    await makeAll(admin, ports, fresh, hosts);
    return await checkAccounts(ports);
  } finally {
    await admin.end();
  }
}

/** Where it fails, all that is new is taken back. */
async function makeAll(
  admin: Connection,
  ports: number[],
  fresh: number[],
  hosts: string[],
) {
  try {
    if (fresh.length > 0) await record(admin, fresh);
    for (const [i, port] of ports.entries()) {
      await runAll(admin, await writeAccount(admin, port, hosts));
      showProgress('계정 만들기', i + 1, ports.length);
    }
  } catch (error) {
    for (const port of fresh) await dropAccount(admin, port).catch(() => {});
    if (fresh.length > 0) await forget(admin, fresh).catch(() => {});
    throw error;
  }
}

function readHosts(from: string): string[] {
  if (!/^[\w.:%/-]{1,60}$/.test(from)) {
    throw new ConfigError(`from ${from}: localhost, % 또는 주소를 적으세요.`);
  }
  // To servers that look up no names, 127.0.0.1 is not localhost.
  return from === 'localhost' ? ['localhost', '127.0.0.1'] : [from];
}
