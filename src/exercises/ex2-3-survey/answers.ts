import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';

/** survey_answers 테이블의 열과 그 타입. Kysely는 이것으로 코드를 검사한다. */
export interface AnswersTable {
  id: string;
  name: string;
  age: number;
  food: string;
}

/** 저장할 답변의 수. 한도가 없으면 디스크가 가득 찰 수 있다. */
const maxAnswers = 100_000;

type Db = Kysely<{ survey_answers: AnswersTable }>;

/**
 * 답변을 저장하고 그 id를 반환한다.
 *
 * id는 폼의 열쇠(key)에서 계산한 해시다. 제출을 두 번 눌러도, 뒤로 가서 고쳐
 * 제출해도 열쇠가 같으므로 답변은 하나로 남는다. 해시에서 열쇠를 알아낼 수는
 * 없어서, 결과 주소를 본 사람이 남의 답변을 바꾸지는 못한다.
 */
export async function saveAnswer(
  db: Db,
  { key, ...answer }: Omit<AnswersTable, 'id'> & { key: string },
): Promise<string> {
  const { count } = await db
    .selectFrom('survey_answers')
    .select((row) => row.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  if (Number(count) >= maxAnswers) {
    // Fastify는 오류의 statusCode를 응답의 상태 코드로 쓴다.
    throw Object.assign(new Error('full'), { statusCode: 409 });
  }
  const id = createHash('sha256').update(key).digest('hex').slice(0, 32);

  // replace는 같은 id의 행이 있으면 그 행을 지우고 새 행을 넣는 문장이다.
  await db
    .replaceInto('survey_answers')
    .values({ id, ...answer })
    .execute();
  return id;
}

/** 답변 하나를 찾는다. 없으면 undefined다. */
export async function findAnswer(db: Db, id: string) {
  return await db
    .selectFrom('survey_answers')
    .select(['id', 'name', 'age', 'food'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** 음식마다 몇 명이 골랐는지 센다. 아무도 고르지 않은 음식은 빠진다. */
export async function tallyAnswers(db: Db) {
  const rows = await db
    .selectFrom('survey_answers')
    .select((row) => ['food', row.fn.countAll().as('count')])
    .groupBy('food')
    .execute();
  // 수의 자료형은 데이터베이스마다 다르므로(숫자, 문자열, BigInt) 맞추어 둔다.
  return new Map(rows.map(({ food, count }) => [food, Number(count)]));
}
