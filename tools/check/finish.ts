import { count } from '../../src/contract/judge.ts';
import { readText } from '../../src/contract/page.ts';
import { prepare } from '../../src/contract/step.ts';
import { get, visit } from './browser/browser.ts';
import { findForm } from './browser/find.ts';
import { lasting } from './exercises.ts';
import type { Run } from './steps.ts';

/**
 * Deletes the users that the run added.
 *
 * @returns Korean: what was deleted, and what could not be
 */
export async function cleanUp(run: Run): Promise<string[]> {
  const { added, users, rows, id } = run;
  if (id === 'ex2-3' && added > 0) {
    return [`제출한 설문 답변 ${added}개는 지우는 기능이 없어 남습니다.`];
  }
  const left: string[] = [];
  for (const user of users) {
    if (!(await removeUser(run, user))) left.push(`id ${user}`);
  }
  for (const row of users.size === 0 ? rows : []) {
    if (!(await removeRow(run, row))) left.push(row.join(' '));
  }
  if (left.length > 0) {
    return [`추가한 사용자를 지우지 못했습니다: ${left.join(', ')}`];
  }
  return added > 0 ? ['검사하면서 추가한 사용자는 모두 지웠습니다.'] : [];
}

/** Deletes a user through the API, and looks whether that was so. */
async function removeUser({ browser }: Run, id: string): Promise<boolean> {
  const step = { delete: `api/user/${encodeURIComponent(id)}` };
  const ready = prepare(step, browser.apiBase, {});
  const isGone = async () => {
    return (await get(browser, ready.url)).last.status === 404;
  };
  if (await isGone()) return true;
  await visit(browser, ready);
  return await isGone();
}

/** The same through the front, as a person does. */
async function removeRow({ browser }: Run, row: string[]): Promise<boolean> {
  const countRows = async () => {
    const { last } = await get(browser, browser.base);
    return count(readText(last), row.join(' '));
  };
  const before = await countRows();
  const step = { do: '', post: '{id}/delete' };
  const found = before > 0 ? await findForm(browser, step, {}, row) : undefined;
  if (found && 'url' in found) await visit(browser, found);
  return before === 0 || (await countRows()) < before;
}

/** Leaves the lasting user in the database, unless it is there. */
export async function leaveUser(run: Run): Promise<string> {
  const { browser } = run;
  const ready = prepare(
    { post: 'api/user', json: lasting },
    browser.apiBase,
    {},
  );
  if (!(await findLasting(run))) await visit(browser, ready);
  return (
    `사용자 ${lasting.name}를 남겨 두었습니다. 서버를 종료하고 다시 ` +
    '실행한 다음 npm run check ex5 after-restart를 실행하세요.'
  );
}

/** The lasting user's id; '' where there is none. */
export async function findLasting({ browser }: Run): Promise<string> {
  const { last } = await get(browser, `${browser.apiBase}api/users`);
  try {
    const users: unknown[] = JSON.parse(last.body);
    const found = users.find((user) => Object(user).name === lasting.name);
    return String(Object(found).id ?? '');
  } catch {
    return '';
  }
}
