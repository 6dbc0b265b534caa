import type { Kysely } from 'kysely';

/** 설문에 대한 답 하나. id는 폼이 만들어질 때 받은 UUID다. */
export interface Answer {
  id: string;
  name: string;
  age: number;
  food: string;
}

/** survey_answers 테이블의 열. Kysely가 이 모양으로 SQL을 검사한다. */
export type AnswersTable = Answer;

type Db = Kysely<{ survey_answers: AnswersTable }>;

/** 답을 저장한다. 같은 id의 답이 이미 있으면 새 답으로 바꾼다. */
export async function saveAnswer(db: Db, answer: Answer): Promise<void> {
  await db.replaceInto('survey_answers').values(answer).execute();
}

/** 답 하나를 찾는다. 없으면 undefined다. */
export async function findAnswer(
  db: Db,
  id: string,
): Promise<Answer | undefined> {
  return await db
    .selectFrom('survey_answers')
    .select(['id', 'name', 'age', 'food'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** 음식마다 몇 명이 골랐는지 센다. 아무도 고르지 않은 음식은 빠진다. */
export async function tallyAnswers(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('survey_answers')
    .select((row) => ['food', row.fn.countAll<number>().as('count')])
    .groupBy('food')
    .execute();
  return new Map(rows.map(({ food, count }) => [food, Number(count)]));
}
