import { randomUUID } from 'node:crypto';
import { blank } from './example.ts';
import { type Entries, fields, parts } from './parts.ts';
import { phases } from './phases.ts';
import type { Sheet } from './sheets.ts';

/** 한 부에 적을 수 있는 글자의 수. */
const maxLength = 10_000;

/** 잘못된 칸의 이름과, 어떻게 고치면 되는지. */
export interface Mistake {
  field: string;
  message: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** 제출된 폼을 적은 그대로 읽는다. 빠진 칸은 저장된 글을 그대로 둔다. */
export function readForm(body: unknown, stored: Entries = blank) {
  const sent = (body ?? {}) as Record<string, unknown>;
  const read = (name: string, missing = '') => {
    const value = sent[name];
    // 브라우저는 줄의 끝을 글자 둘(\r\n)로 보낸다. 하나(\n)로 맞추어 둔다.
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : missing;
  };

  const entries = { ...blank };
  const choices: Partial<Entries> = {};
  for (const { field } of fields) {
    entries[field] = read(field, stored[field]);
    choices[field] = read(`choice-${field}`);
  }
  // 점검표의 칸은 이름이 모두 done이다. 표시한 것만, 여러 번 온다.
  entries.done = inOrder([sent.done].flat().join(' '));

  return {
    /** 새 활동지의 번호. 두 번 눌러도 하나만 생기도록 폼이 지니고 있다. */
    id: uuid.test(read('id')) ? read('id') : randomUUID(),
    /** 폼을 열 때 본 판. */
    version: /^\d{1,9}$/.test(read('version')) ? Number(read('version')) : 0,
    entries,
    /** 저장된 글과 다른 칸에서 무엇을 남길지 고른 것. */
    choices,
    /** 저장된 글과 나란히 놓고 고르는 중인 폼인지. */
    comparing: read('comparing') !== '',
    /** 6부에 넣어 달라고 누른 단추. 저장하라는 단추였으면 빈 글자다. */
    insert: read('insert'),
  };
}

export type Form = ReturnType<typeof readForm>;

/**
 * 저장할 글을 정하고 검사한다.
 *
 * @param stored 나란히 놓고 고르던 저장된 글. 고를 것이 없었으면 undefined다.
 */
export function checkForm({ entries, choices }: Form, stored?: Sheet) {
  const chosen = { ...entries };
  const mistakes: Mistake[] = [];
  for (const { field, label } of fields) {
    if (stored === undefined || stored[field] === entries[field]) continue;
    const choice = choices[field];
    if (choice === 'stored') chosen[field] = stored[field];
    if (choice === 'both') chosen[field] = join(stored[field], entries[field]);
    if (!['mine', 'stored', 'both'].includes(choice ?? '')) {
      const message = `${label}: 두 글 가운데 무엇을 남길지 골라 주세요.`;
      mistakes.push({ field, message });
    }
  }
  chosen.done = inOrder(chosen.done);

  const { title } = chosen;
  if (title.trim() === '' || title.includes('\n') || count(title) > 100) {
    const message = '제목을 한 줄로, 1자 이상 100자 이하로 적어 주세요.';
    mistakes.push({ field: 'title', message });
  }
  for (const { field, title } of parts) {
    const length = count(chosen[field]);
    if (length <= maxLength) continue;
    const message =
      `${title}: ${length.toLocaleString('ko')}자입니다. ` +
      `${maxLength.toLocaleString('ko')}자 이하로 줄여 주세요.`;
    mistakes.push({ field, message });
  }
  return { chosen, mistakes };
}

/** 칸마다 견주어 모두 같은지. */
export function isSame(a: Entries, b: Entries): boolean {
  return fields.every(({ field }) => a[field] === b[field]);
}

/** 두 글을 빈 줄 하나를 사이에 두고 잇는다. 한쪽이 비었으면 다른 쪽이다. */
export function join(first: string, second: string): string {
  return [first, second].filter((text) => text !== '').join('\n\n');
}

/** 문자열의 length는 이모지 하나를 2로 센다. 펼쳐서 세면 한 글자가 1이다. */
function count(text: string): number {
  return [...text].length;
}

/** 점검표에 있는 번호만, 점검표의 차례대로 남긴다. */
function inOrder(done: string): string {
  const numbers = done.split(/\s+/);
  return phases
    .flatMap(({ activities }) => activities.map(({ number }) => number))
    .filter((number) => numbers.includes(number))
    .join(' ');
}
