import { type TObject, Type } from 'typebox';
import { Check } from 'typebox/schema';

/** 폼에서 고를 수 있는 음식. 목록에 없는 음식은 받지 않는다. */
export const foods = ['라면', '김밥', '떡볶이', '비빔밥', '치킨', '피자'];

/**
 * 보이는 글자 하나의 정규식. 공백(\s), 제어 문자와 서식 문자(Cc, Cf), 반쪽짜리
 * 문자(Cs), 한글 채움 문자처럼 자리만 차지하는 문자(DI), 점자의 공백(U+2800)은
 * 아니다. 이런 것만 입력하면 칸이 비어 보이므로 빈 이름과 같다.
 */
export const visible = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2800]/u;

/**
 * 칸마다 받을 수 있는 값을 적은 스키마. 값이 어긋나면 description이 안내문이
 * 된다. pattern은 정규식이고, 이름에 보이는 글자가 하나는 있어야 한다.
 */
export const Survey = Type.Object({
  name: Type.String({
    pattern: visible.source,
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

/**
 * 저장할 텍스트. 똑같이 보이는 '한'이 문자 하나일 수도 있고, macOS의 파일
 * 이름에서처럼 셋(ㅎ, ㅏ, ㄴ)일 수도 있다. 하나로 통일해야(NFC) 글자 수를
 * 바르게 세고, 나중에 같은 이름으로 찾을 수 있다.
 */
export function readText(body: unknown, field: string): string {
  return readField(body, field).normalize('NFC');
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
