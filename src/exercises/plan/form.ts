import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { readField } from '../ex2-3-survey/form.ts';
import { activities, type Entries, parts } from './worksheet.ts';

/** 활동지의 id가 될 수 있는 문자열. */
export const uuid = /^[0-9a-f-]{36}$/;

/** 칸마다 지켜야 할 것. description은 어겼을 때 보여 줄 안내문이다. */
export const Rules = Type.Object({
  title: Type.String({
    pattern: '^(?=.*\\S).{1,100}$',
    description: '제목을 한 줄로, 1자 이상 100자 이하로 입력해 주세요.',
  }),
  ...Object.fromEntries(
    parts.map(({ field, title }) => {
      const description = `${title}: 10,000자 이하로 줄여 주세요.`;
      return [field, Type.String({ maxLength: 10_000, description })];
    }),
  ),
});

/** 제출된 폼을 입력한 그대로 읽는다. 빈 요청을 읽으면 빈 활동지가 된다. */
export function readForm(body: unknown) {
  // 브라우저는 줄바꿈을 문자 둘(\r\n)로 보낸다. 하나(\n)로 통일한다.
  const read = (field: string) =>
    readField(body, field).replace(/\r\n?/g, '\n');

  // 체크 박스의 이름은 활동의 번호다. 표시하지 않은 것은 보내지 않는다.
  const done = activities.filter((number) => read(number) !== '').join(' ');
  const entries = { title: read('title'), done } as Entries;
  for (const { field } of parts) entries[field] = read(field);

  return {
    /** 폼을 만들 때 정해 숨겨 둔 id. 두 번 제출해도 활동지는 하나다. */
    id: uuid.test(read('id')) ? read('id') : randomUUID(),
    /** 폼을 열 때 저장되어 있던 버전. 저장한 적이 없으면 0이다. */
    version: /^\d{1,9}$/.test(read('version')) ? Number(read('version')) : 0,
    entries,
  };
}

export type Form = ReturnType<typeof readForm>;
