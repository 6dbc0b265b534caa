import { type Kysely, sql } from 'kysely';
import { type Form, uuid } from './form.ts';
import { type Entries, parts } from './worksheet.ts';

/** plan_sheets 테이블의 열. 한 행이 저장된 활동지 하나다. */
export interface PlanSheetsTable extends Entries {
  id: string;
  /** 저장할 때마다 1씩 커진다. */
  version: number;
  /** 마지막으로 저장한 시각(UTC). 2025-07-01T09:00:00.000Z 같은 문자열이다. */
  saved_at: string;
}

export type Db = Kysely<{ plan_sheets: PlanSheetsTable }>;

/** 활동지의 id로 찾는 주소. 다른 모양의 주소는 404가 된다. */
export const sheetPath = `/:id(${uuid.source})`;

/** 저장할 수 있는 활동지의 수. 긴 글이 끝없이 쌓이지 않게 한다. */
export const maxSheets = 100;

/** 방금 저장한 것부터 나열한다. 긴 글은 읽지 않고, 몇 개가 찼는지만 센다. */
export async function listSheets(db: Db) {
  // 비교의 결과는 참이 1, 거짓이 0이라서, 더하면 작성한 항목의 수가 된다.
  const isFilled = parts.map(({ field }) => sql`(${sql.ref(field)} <> '')`);
  const filled = sql<number>`${sql.join(isFilled, sql` + `)}`;
  return await db
    .selectFrom('plan_sheets')
    .select(['id', 'title', 'done', 'saved_at', filled.as('filled')])
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
 * @returns 저장했으면 true. 그사이 다른 창에서 저장했거나 지웠으면 false다.
 */
export async function saveSheet(db: Db, { id, version, entries }: Form) {
  const saved_at = new Date().toISOString();
  const values = { ...entries, version: version + 1, saved_at };
  if (version === 0) return await insert(db, { id, ...values });

  // 잃어버린 갱신(lost update)을 막는 것은 where의 둘째 줄이다. 먼저 읽어서
  // 비교하고 나중에 쓰면 그 사이에 다른 창이 저장할 수 있다. 비교와 쓰기가 한
  // 문장이면 데이터베이스가 그 사이에 다른 문장을 끼워 넣지 않는다.
  const result = await db
    .updateTable('plan_sheets')
    .set(values)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** 같은 id가 이미 있으면 기본 키가 막는다. 그때는 false다. */
async function insert(db: Db, sheet: PlanSheetsTable): Promise<boolean> {
  try {
    await db.insertInto('plan_sheets').values(sheet).execute();
    return true;
  } catch (error) {
    if (await findSheet(db, sheet.id)) return false;
    throw error;
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
