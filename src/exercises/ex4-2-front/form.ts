import type { User } from '../ex4-rest-api/schema.ts';
import type { Entries } from './client.ts';

/** 새 사용자를 적을 빈 칸이다. */
export const noEntries: Entries = { name: '', age: '' };

/** 폼에 적힌 두 칸을 읽는다. 빠졌거나 두 번 온 칸은 빈칸이다. */
export function readEntries(body: unknown): Entries {
  const { name, age } = (body ?? {}) as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : '',
    age: typeof age === 'string' ? age.trim() : '',
  };
}

/** 저장된 사용자를 폼에 적을 글자로 바꾼다. 비어 있던 값은 빈칸이 된다. */
export function entriesOf({ name, age }: User): Entries {
  return { name: name ?? '', age: `${age ?? ''}` };
}
