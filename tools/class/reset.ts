import { dropAccount, hostsOf, runAll, writeAccount } from './accounts.ts';
import { connectAsAdmin } from './admin.ts';
import { checkAccounts } from './check.ts';
import { readRecord } from './record.ts';
import { askFirst } from './terminal.ts';
import type { Asked } from './words.ts';

/** Gives students new, empty databases and their first password back. */
export async function run({ ports, range, words }: Asked): Promise<boolean> {
  const admin = await connectAsAdmin();
  try {
    const known = await readRecord(admin);
    const strange = ports.filter((port) => !known.has(port));
    if (strange.length > 0) {
      throw new Error(`provision으로 만들지 않은 포트: ${strange.join(', ')}`);
    }
    const question = `${range}의 데이터를 모두 지우고 새로 만들까요?`;
    if (!words.has('yes')) await askFirst(question);
    for (const port of ports) {
      const hosts = await hostsOf(admin, port);
      await dropAccount(admin, port);
      await runAll(admin, await writeAccount(admin, port, hosts));
    }
    return await checkAccounts(ports, [...known]);
  } finally {
    await admin.end();
  }
}
