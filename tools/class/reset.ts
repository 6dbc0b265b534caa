import { dropAccount, findAccounts, writeAccount } from './accounts.ts';
import { withAdmin } from './admin.ts';
import { checkAccounts } from './check.ts';
import { askFirst } from './terminal.ts';
import type { Asked } from './words.ts';

/** Gives students new, empty databases and their first password back. */
export async function run({ ports, range, words }: Asked): Promise<boolean> {
  await withAdmin(async (admin) => {
    const { ours } = await findAccounts(admin, ports);
    const missing = ports.filter((port) => !ours.has(port));
    if (missing.length > 0) {
      throw new Error(`provision으로 만들지 않은 포트: ${missing.join(', ')}`);
    }
    if (!words.has('yes')) {
      await askFirst(`${range}의 데이터를 모두 지우고 새로 만들까요?`);
    }
    for (const [port, hosts] of ours) {
      await dropAccount(admin, port, hosts);
      for (const statement of await writeAccount(admin, port, hosts)) {
        await admin.query(statement);
      }
    }
  });
  return await checkAccounts(ports);
}
