import type { Kysely } from 'kysely';
import type worksheet from './worksheet.json';

/** 활동지 하나. 일곱 항목의 이름은 폼과 테이블이 함께 쓴다. */
export interface Sheet extends Record<keyof typeof worksheet.parts, string> {
  /** 폼을 만들 때 정해 숨겨 둔 id. 두 번 제출해도 활동지는 하나다. */
  id: string;
  /** 저장할 때마다 1씩 커진다. 저장한 적이 없으면 0이다. */
  version: number;
  title: string;
  /** 마친 활동의 번호들이다('1.1 1.2'). */
  done: string;
}

/** plan_sheets 테이블의 열. 저장한 시각은 UTC의 문자열이다. */
export interface PlanSheetsTable extends Sheet {
  saved_at: string;
}

export type Db = Kysely<{ plan_sheets: PlanSheetsTable }>;

/** 저장할 수 있는 활동지의 수. 긴 글이 끝없이 쌓이지 않게 한다. */
export const maxSheets = 100;

/** 방금 저장한 것부터 나열한다. 긴 글은 읽지 않는다. */
export async function listSheets(db: Db) {
  return await db
    .selectFrom('plan_sheets')
    .select(['id', 'title', 'done', 'saved_at'])
    .orderBy('saved_at', 'desc')
    .execute();
}

/** 활동지 하나. 없으면 undefined다. */
export async function findSheet(db: Db, id: string) {
  return await db
    .selectFrom('plan_sheets')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
}

/**
 * 폼을 열 때 본 버전이 그대로일 때만 저장한다.
 *
 * @returns 그사이 다른 창에서 저장한 활동지. 저장했으면 undefined다.
 */
export async function saveSheet(db: Db, sheet: Sheet) {
  const { id, version } = sheet;
  const saved_at = new Date().toISOString();
  const next = { ...sheet, version: version + 1, saved_at };

  // 잃어버린 갱신(lost update)을 막는 것은 where의 둘째 줄이다. 먼저 읽어서
  // 비교하고 나중에 쓰면 그 사이에 다른 창이 저장할 수 있다. 비교와 쓰기가 한
  // 문장이면 데이터베이스가 그 사이에 다른 문장을 끼워 넣지 않는다.
  const { numUpdatedRows } = await db
    .updateTable('plan_sheets')
    .set(next)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return undefined;

  // 고친 행이 없으면 다른 창이 먼저 저장했거나 지웠거나, 새 활동지다.
  const stored = await findSheet(db, id);
  if (stored !== undefined) return stored;
  if (version > 0) {
    throw Object.assign(new Error('deleted'), { statusCode: 410 });
  }
  if ((await listSheets(db)).length >= maxSheets) {
    throw Object.assign(new Error('full'), { statusCode: 409 });
  }
  try {
    await db.insertInto('plan_sheets').values(next).execute();
    return undefined;
  } catch (error) {
    // 같은 id가 동시에 두 번 오면, 나중 것은 기본 키가 막는다.
    const first = await findSheet(db, id);
    if (first === undefined) throw error;
    return first;
  }
}

/** 지웠으면 true, 없었으면 false다. */
export async function removeSheet(db: Db, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('plan_sheets')
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
