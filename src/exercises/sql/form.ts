import type { Statement, Values } from './statements.ts';

/** 적은 그대로의 값. 틀렸더라도 폼에 다시 채워 준다. */
export interface Entries {
  name: string;
  age: string;
}

/** 잘못된 칸의 이름과, 어떻게 고치면 되는지. */
export interface Mistake {
  field: string;
  message: string;
}

/** 이 문장의 폼에 처음 적혀 있는 값, 곧 강의의 값. */
export function startValues({ values }: Statement): Values {
  return { name: '', age: 0, ...values };
}

/**
 * 폼이 보낸 값을 읽고 검사한다. 문장이 쓰지 않는 칸은 보지 않는다.
 *
 * @returns 잘못이 있으면 mistakes에 있다. values는 그때 쓰지 않는다.
 */
export function readForm(body: unknown, statement: Statement) {
  const fields = (body ?? {}) as Record<string, unknown>;
  const read = (field: string) => {
    const value = fields[field];
    return typeof value === 'string' ? value : '';
  };
  const entries: Entries = { name: read('name'), age: read('age').trim() };
  const values: Values = { name: entries.name, age: Number(entries.age) };

  const { name, age } = statement.values ?? {};
  const mistakes: Mistake[] = [];
  const nameLength = [...entries.name].length;
  if (name !== undefined && (entries.name.trim() === '' || nameLength > 100)) {
    const message = '이름을 1자 이상 100자 이하로 적어 주세요.';
    mistakes.push({ field: 'name', message });
  }
  if (age !== undefined && (!/^\d+$/.test(entries.age) || values.age > 150)) {
    const message = '나이를 0부터 150까지의 숫자로 적어 주세요.';
    mistakes.push({ field: 'age', message });
  }
  return { entries, values, mistakes };
}
