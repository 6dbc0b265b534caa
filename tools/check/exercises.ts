import { checkable } from '../../src/contract/checkable.ts';
import type { Step } from '../../src/contract/step.ts';

/** A step of a check; these words have to be there once less than before. */
export type CheckStep = Step & { gone?: string };

/**
 * What only a person in front of a list can do: pick the row of the user that
 * was added. The contract has no address for it.
 */
const further: Record<string, CheckStep[]> = {
  'ex4-2': [
    {
      do: '추가한 사용자를 수정하고 목록에서 보기',
      post: '{id}/edit',
      form: { name: 'Jo', age: '97' },
      see: ['Jo 97'],
      gone: 'Kang 20',
    },
    { do: '수정한 사용자 삭제하기', post: '{id}/delete', gone: 'Jo 97' },
  ],
};

/** The user that ex5's first run leaves for the one after the restart. */
export const lasting = { name: 'Restart', age: 5 };

/** The one step after the restart. */
export const restart: CheckStep = {
  do: '다시 실행한 뒤에도 사용자가 남아 있는지 보기',
  get: 'api/users',
  gives: [lasting],
};

/** What is asked of a student's own server, in order. */
export async function stepsOf(id: string): Promise<CheckStep[]> {
  const file = `../../src/exercises/${checkable[id]}/contract.ts`;
  const { contract } = (await import(file)) as { contract: Step[] };
  const all = [...contract, ...(further[id] ?? [])];
  return all.filter(({ elsewhere }) => elsewhere !== 'skip');
}
