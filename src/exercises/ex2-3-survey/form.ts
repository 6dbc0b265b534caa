import { randomUUID } from 'node:crypto';
import type { Answer } from './answers.ts';

/** 폼에서 고를 수 있는 음식. 목록에 없는 음식은 받지 않는다. */
export const foods = ['라면', '김밥', '떡볶이', '비빔밥', '치킨', '피자'];

/** 적은 그대로의 내용. 틀렸더라도 폼에 다시 채워 주려고 남겨 둔다. */
export interface Entries {
  id: string;
  name: string;
  age: string;
  food: string;
}

/** 잘못된 칸의 이름과, 어떻게 고치면 되는지. */
export interface Mistake {
  field: string;
  message: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * 제출된 폼을 읽고 검사한다.
 *
 * @returns 잘못이 없으면 저장할 answer, 있으면 mistakes. entries는 언제나.
 */
export function readForm(body: unknown) {
  // 빠진 칸이나 두 번 적힌 칸은 문자열이 아니므로 빈칸으로 본다.
  const fields = (body ?? {}) as Record<string, unknown>;
  const read = (field: string) => {
    const value = fields[field];
    return typeof value === 'string' ? value : '';
  };
  const entries: Entries = {
    id: uuid.test(read('id')) ? read('id') : randomUUID(),
    name: read('name'),
    age: read('age').trim(),
    food: read('food'),
  };

  const mistakes: Mistake[] = [];
  // 문자열의 length는 이모지 하나를 2로 센다. 펼쳐서 세면 한 글자가 1이다.
  const nameLength = [...entries.name].length;
  if (entries.name.trim() === '' || nameLength > 100) {
    const message = '이름을 1자 이상 100자 이하로 적어 주세요.';
    mistakes.push({ field: 'name', message });
  }
  if (!/^\d+$/.test(entries.age) || Number(entries.age) > 150) {
    const message = '나이를 0부터 150까지의 숫자로 적어 주세요.';
    mistakes.push({ field: 'age', message });
  }
  if (!foods.includes(entries.food)) {
    const message = '음식을 목록에서 골라 주세요.';
    mistakes.push({ field: 'food', message });
  }

  const answer: Answer | undefined =
    mistakes.length === 0
      ? { ...entries, age: Number(entries.age) }
      : undefined;
  return { answer, entries, mistakes };
}
