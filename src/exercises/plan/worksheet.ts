import worksheet from './worksheet.json' with { type: 'json' };

/** 일곱 항목의 이름. 폼과 테이블의 열이 함께 쓴다. */
type Part = keyof typeof worksheet.parts;

/** 활동지에 입력하는 것 모두. done은 마친 활동의 번호들이다('1.1 1.2'). */
export type Entries = Record<'title' | Part | 'done', string>;

/** 프로젝트와 프로덕트의 비교, 그리고 열 단계. 활동마다 번호('1.1')가 있다. */
export const { comparison, phases } = worksheet;

/** 활동의 번호 65개. */
export const activities = phases.flatMap(({ activities }) =>
  Object.keys(activities),
);

/** 활동지의 일곱 항목. */
export const parts = (Object.keys(worksheet.parts) as Part[]).map((field) => ({
  field,
  ...worksheet.parts[field],
}));

/** 모두 작성한 활동지. 새 활동지를 이것에서 시작할 수 있다. */
export const completed = { ...worksheet.example } as Entries;
for (const { field, example } of parts) completed[field] = example.join('\n');
