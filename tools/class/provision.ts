import type { Connection, RowDataPacket } from 'mysql2/promise';
import { ConfigError } from '../../src/config.ts';
import { dropAccount, findNames, hostsOf, writeAccount } from './accounts.ts';
import { connectAsAdmin } from './admin.ts';
import { checkAccounts } from './check.ts';
import { forEach } from './progress.ts';
import { forget, readRecord, record } from './record.ts';
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
        '이 명령이 만들지 않은 것이 이미 있습니다. 아무것도 바꾸지 ' +
          `않았습니다: ${taken.join(', ')}`,
      );
    }
    if (words.has('dry-run')) {
      for (const port of ports) {
        const script = await plan(admin, port, hosts);
        console.log(script.map((statement) => `${statement};`).join('\n'));
      }
      return true;
    }
    await makeAll(admin, ports, fresh, hosts);
    return await checkAccounts(ports);
  } finally {
    await admin.end();
  }
}

/** Makes an account, or makes it right, for those hosts and no others. */
export async function makeAccount(
  admin: Connection,
  port: number,
  hosts: string[],
) {
  for (const statement of await plan(admin, port, hosts)) {
    await admin.query(statement);
  }
}

async function plan(admin: Connection, port: number, hosts: string[]) {
  const there = await hostsOf(admin, port);
  const obsolete = there.filter((host) => !hosts.includes(host));
  const [rows] = await admin.query<RowDataPacket[]>('select version() as v');
  const isMariaDb = /mariadb/i.test(rows[0]?.v);
  return writeAccount(port, hosts, obsolete, isMariaDb);
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
    await forEach('계정 만들기', ports, 1, (port) =>
      makeAccount(admin, port, hosts),
    );
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
