import { dropAccount, findNames } from './accounts.ts';
import { connectAsAdmin } from './admin.ts';
import { forget, readRecord } from './record.ts';
import { askFirst, showProgress } from './terminal.ts';
import type { Asked } from './words.ts';

/** Deletes what `provision` made for these ports, and nothing else. */
export async function run({ ports, words }: Asked): Promise<boolean> {
  const admin = await connectAsAdmin();
  try {
    const known = await readRecord(admin);
    const ours = ports.filter((port) => known.has(port));
    if (ours.length > 0) {
      const question = `계정 ${ours.length}개와 그 데이터를 모두 지울까요?`;
      if (!words.has('yes')) await askFirst(question);
      for (const [i, port] of ours.entries()) {
        await dropAccount(admin, port);
        showProgress('계정 지우기', i + 1, ours.length);
      }
      await forget(admin, ours);
    }
    const others = ports.filter((port) => !known.has(port));
    const kept = await findNames(admin, others);
    console.log(`지운 계정: ${ours.length}개`);
    if (kept.length > 0) {
      console.log(`이 명령이 만들지 않아서 그대로 둔 것: ${kept.join(', ')}`);
    }
    return (await findNames(admin, ours)).length === 0;
  } finally {
    await admin.end();
  }
}
