import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { readText, visible } from '../ex2-3-survey/form.ts';
import type { Sheet } from './sheets.ts';
import worksheet from './worksheet.json' with { type: 'json' };

const parts = Object.entries(worksheet.parts);

/** 칸마다 지켜야 할 것. description은 어겼을 때 보여 줄 안내문이다. */
export const Rules = Type.Object({
  title: Type.String({
    pattern: `^(?=.*${visible.source}).{1,100}$`,
    description: '제목을 한 줄로, 1자 이상 100자 이하로 입력해 주세요.',
  }),
  ...Object.fromEntries(
    parts.map(([field, [title]]) => {
      const description = `${title}: 10,000자 이하로 줄여 주세요.`;
      return [field, Type.String({ maxLength: 10_000, description })];
    }),
  ),
});

/** 제출된 폼을 입력한 그대로 읽는다. 빈 요청을 읽으면 빈 활동지가 된다. */
export function readSheet(body: unknown): Sheet {
  // 브라우저는 줄바꿈을 문자 둘(\r\n)로 보낸다. 하나(\n)로 통일한다.
  const read = (field: string) => readText(body, field).replace(/\r\n?/g, '\n');
  const [id, version] = [read('id'), read('version')];
  const texts = parts.map(([field]) => [field, read(field)]);

  // 체크 박스의 이름은 활동의 번호다. 표시하지 않은 것은 보내지 않는다.
  const activities = Object.values(worksheet.phases).flat();
  const numbers = activities.map((activity) => activity.split(' ')[0] ?? '');
  const done = numbers.filter((number) => read(number) !== '').join(' ');
  return {
    ...(Object.fromEntries(texts) as Sheet),
    title: read('title'),
    done,
    id: /^[0-9a-f-]{36}$/.test(id) ? id : randomUUID(),
    version: /^\d{1,9}$/.test(version) ? Number(version) : 0,
  };
}

/** 모두 작성한 활동지. 새 활동지를 이것에서 시작할 수 있다. */
export const example = {
  title: '배달 서비스 (예시)',
  done: '1.1 1.2 1.5',
  ...Object.fromEntries(
    parts.map(([field, [, , ...lines]]) => [field, lines.join('\n')]),
  ),
};
