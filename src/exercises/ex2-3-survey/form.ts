import { type TObject, Type } from 'typebox';
import { Check } from 'typebox/schema';

/** 폼에서 고를 수 있는 음식. 목록에 없는 음식은 받지 않는다. */
export const foods = ['라면', '김밥', '떡볶이', '비빔밥', '치킨', '피자'];

/**
 * 칸마다 받을 수 있는 값을 적은 스키마. 값이 어긋나면 description이 안내문이
 * 된다. pattern은 정규식이고, \S는 공백이 아닌 글자가 하나는 있다는 뜻이다.
 */
export const Survey = Type.Object({
  name: Type.String({
    pattern: '\\S',
    maxLength: 100,
    description: '이름을 1자 이상 100자 이하로 입력해 주세요.',
  }),
  age: Type.String({
    pattern: '^0*(\\d{1,2}|1[0-4]\\d|150)$',
    description: '나이를 0부터 150까지의 숫자로 입력해 주세요.',
  }),
  food: Type.Enum(foods, { description: '음식을 목록에서 골라 주세요.' }),
});

/** 잘못된 칸의 이름과, 어떻게 고치면 되는지(detail). */
export interface Mistake {
  field: string;
  detail: string;
}

/** 칸에 입력한 문자열. 칸이 없거나 두 번 왔으면 빈 문자열이다. */
export function readField(body: unknown, field: string): string {
  const value = Object(body)[field];
  return typeof value === 'string' ? value : '';
}

/** 스키마에 어긋나는 칸을 모두 찾는다. 다른 실습도 이 함수를 쓴다. */
export function findMistakes(schema: TObject, entries: object): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [field, rule] of Object.entries(schema.properties)) {
    const { description = '' } = rule as { description?: string };
    const value: unknown = Object(entries)[field];
    // 없어도 되는 값은 required에 없다.
    if (value === undefined && !schema.required?.includes(field)) continue;
    if (!Check(rule, value)) {
      mistakes.push({ field, detail: description });
    }
  }
  return mistakes;
}
