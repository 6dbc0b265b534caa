import { dropAccount, findNames } from './accounts.ts';
import { connectAsAdmin } from './admin.ts';
import { askFirst, forEach } from './progress.ts';
import { forget, readRecord } from './record.ts';
import type { Asked } from './words.ts';

/** Deletes what `provision` made for these ports, and nothing else. */
export async function run({ ports, range, words }: Asked): Promise<boolean> {
  const admin = await connectAsAdmin();
  try {
    const known = await readRecord(admin);
    const ours = ports.filter((port) => known.has(port));
    const others = ports.filter((port) => !known.has(port));
    if (ours.length > 0) {
      const question = `${range}의 계정 ${ours.length}개와 그 데이터를 모두 지울까요?`;
      if (!words.has('yes')) await askFirst(question);
      await forEach('계정 지우기', ours, 1, (port) => dropAccount(admin, port));
      await forget(admin, ours);
    }
    console.log(`지운 계정: ${ours.length}개`);
    const kept = await findNames(admin, others);
    if (kept.length > 0) {
      console.log(`이 명령이 만들지 않아서 그대로 둔 것: ${kept.join(', ')}`);
    }
    return (await findNames(admin, ours)).length === 0;
  } finally {
    await admin.end();
  }
}
