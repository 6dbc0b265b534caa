import { type Kysely, sql } from 'kysely';
import type { Entries } from './parts.ts';

/** plan_sheets 테이블의 열. Kysely가 이 모양으로 SQL을 검사한다. */
export interface PlanSheetsTable extends Entries {
  id: string;
  /** 저장할 때마다 1씩 커진다. */
  version: number;
  /** 마지막으로 저장한 때(UTC). 2025-07-01T09:00:00.000Z 같은 글자다. */
  saved_at: string;
}

/** 저장된 활동지 하나. */
export type Sheet = PlanSheetsTable;

export type Db = Kysely<{ plan_sheets: PlanSheetsTable }>;

/** 활동지 하나의 주소. 번호(UUID)의 모양이 아니면 404가 된다. */
export const sheetPath = '/:id(^[0-9a-f-]{36}$)';

/** 저장할 수 있는 활동지의 수. 긴 글이 끝없이 쌓이지 않게 한다. */
export const maxSheets = 100;

/** 목록에 보일 것만 읽는다. 방금 저장한 것이 먼저 온다. 긴 글은 읽지 않는다. */
export async function listSheets(db: Db) {
  // 비교의 결과는 참이 1, 거짓이 0이라서, 더하면 적은 부의 수가 된다.
  const filled = sql<number>`(overview <> '') + (market <> '') + (users <> '')
    + (features <> '') + (screens <> '') + (backend <> '') + (business <> '')`;
  return await db
    .selectFrom('plan_sheets')
    .select(['id', 'title', 'done', 'saved_at', filled.as('filled')])
    .orderBy('saved_at', 'desc')
    .execute();
}

/** 저장된 활동지의 수. */
export async function countSheets(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('plan_sheets')
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** 활동지 하나. 없으면 undefined다. */
export async function findSheet(
  db: Db,
  id: string,
): Promise<Sheet | undefined> {
  return await db
    .selectFrom('plan_sheets')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
}

/**
 * version을 보고 고친 글을 저장한다. 아직 저장한 적이 없으면 0이다.
 *
 * @returns 저장했으면 true. 그사이 다른 창에서 저장했거나 지웠으면 false이고,
 *   저장된 것은 그대로다.
 */
export async function saveSheet(
  db: Db,
  id: string,
  version: number,
  entries: Entries,
): Promise<boolean> {
  const saved_at = new Date().toISOString();
  const values = { ...entries, version: version + 1, saved_at };
  if (version === 0) return await insert(db, { id, ...values });

  // 잃어버린 갱신(lost update)을 막는 것은 where의 둘째 줄이다. 먼저 읽어서
  // 비교하고 나중에 쓰면 그 사이에 다른 창이 저장할 수 있지만, 비교와 쓰기가
  // 한 문장이면 데이터베이스가 둘을 떼어 놓지 않는다.
  const result = await db
    .updateTable('plan_sheets')
    .set(values)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** 같은 id가 이미 있으면 기본 키가 막아 준다. 그때는 false다. */
async function insert(db: Db, sheet: Sheet): Promise<boolean> {
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
