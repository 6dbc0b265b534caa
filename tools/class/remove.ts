import { dropAccount, findAccounts } from './accounts.ts';
import { withAdmin } from './admin.ts';
import { askFirst, showProgress } from './terminal.ts';
import type { Asked } from './words.ts';

/** Deletes what `provision` made for these ports, and nothing else. */
export async function run({ ports, words }: Asked): Promise<boolean> {
  return await withAdmin(async (admin) => {
    const { ours, strange } = await findAccounts(admin, ports);
    if (ours.size > 0 && !words.has('yes')) {
      await askFirst(`계정 ${ours.size}개와 그 데이터를 모두 지울까요?`);
    }
    let done = 0;
    for (const [port, hosts] of ours) {
      await dropAccount(admin, port, hosts);
      done += 1;
      showProgress('계정 지우기', done, ours.size);
    }
    console.log(`지운 계정: ${done}개`);
    if (strange.length > 0) {
      console.log(
        `이 명령이 만들지 않아서 그대로 둔 것: ${strange.join(', ')}`,
      );
    }
    return true;
  });
}
