import type { Connection } from 'mysql2/promise';
import { ConfigError } from '../../src/config.ts';
import { dropAccount, findAccounts, writeAccount } from './accounts.ts';
import { withAdmin } from './admin.ts';
import { checkAccounts } from './check.ts';
import { showProgress } from './terminal.ts';
import type { Asked } from './words.ts';

/** Makes the accounts and databases of a class, then checks them all. */
export async function run({ ports, words }: Asked): Promise<boolean> {
  const hosts = readHosts(words.get('from') ?? 'localhost');
  const isDryRun = words.has('dry-run');
  await withAdmin((admin) => makeAccounts(admin, ports, hosts, isDryRun));
  return isDryRun || (await checkAccounts(ports));
}

/** Where it fails, all that is new is taken back. */
async function makeAccounts(
  admin: Connection,
  ports: number[],
  hosts: string[],
  isDryRun: boolean,
) {
  const { ours, strange } = await findAccounts(admin, ports);
  if (strange.length > 0) {
    throw new Error(
      '아무것도 바꾸지 않았습니다. 이 명령이 만들지 않은 계정이나 ' +
        `데이터베이스가 이미 있습니다: ${strange.join(', ')}`,
    );
  }
  try {
    for (const [i, port] of ports.entries()) {
      const before = ours.get(port);
      const script = await writeAccount(admin, port, hosts, before);
      if (isDryRun) console.log(`${script.join(';\n')};`);
      else {
        for (const statement of script) await admin.query(statement);
        showProgress('계정 만들기', i + 1, ports.length);
      }
    }
  } catch (error) {
    const { ours: now } = await findAccounts(admin, ports);
    for (const [port, hosts] of now) {
      if (!ours.has(port)) await dropAccount(admin, port, hosts);
    }
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
