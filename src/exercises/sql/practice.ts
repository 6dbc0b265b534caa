import { type QueryResult, sql } from 'kysely';
import { showSql } from './show.ts';
import {
  type Db,
  maxRows,
  type Practice,
  type Refusal,
  type Statement,
  type Table,
  type Values,
} from './statements.ts';

/** 서버의 대답. 셋 가운데 하나만 있거나, 알릴 것이 없으면 비어 있다. */
export interface Answer {
  table?: Table;
  counts?: { affected: number; changed?: number; newId?: number };
  error?: { number: number; state: string; text: string };
}

/** 문장 하나를 실행한 기록. */
export interface Run {
  statement: Statement;
  values: Values;
  /** 강의의 문장. mysql 콘솔에 그대로 붙여 넣을 수 있다. */
  text: string;
  /** SQLite에서 다르게 적어 실행했으면, 실제로 실행한 문장. */
  ran: string | undefined;
  answer: Answer;
  milliseconds: number;
  before: Practice;
  after: Practice;
}

/** 연습 표의 지금 모습을 읽는다. 묻는 말은 데이터베이스마다 다르다. */
export async function readPractice(db: Db, engine: string): Promise<Practice> {
  const { listTables, listColumns } = engine === 'mysql' ? inMysql : inSqlite;
  const list = await listTables.execute(db);
  const tables = list.rows.map((row) => String(Object.values(row)[0]));
  const missing = { tables, table: undefined, collation: undefined };
  if (!tables.includes('practice_users')) return missing;
  try {
    const columns = (await listColumns.execute(db)).rows;
    // 더 있는지 알려고, 보여 줄 줄보다 하나 더 읽는다.
    const limit = maxRows + 1;
    const select = sql<object>`SELECT * FROM practice_users LIMIT ${limit}`;
    const { rows } = await select.execute(db);
    const names = columns.map((column) => column.Field);
    const name = columns.find((column) => column.Field === 'name');
    const collation = name?.Collation ?? undefined;
    return { tables, table: toTable(rows, names), collation };
  } catch (error) {
    // 이름을 본 다음에 다른 창이 표를 지웠으면, 표가 없는 것이다.
    if (readError(error)) return missing;
    throw error;
  }
}

const inMysql = {
  listTables: sql<object>`SHOW TABLES`,
  listColumns: sql<Column>`SHOW FULL COLUMNS FROM practice_users`,
};

const inSqlite = {
  listTables: sql<object>`
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  listColumns: sql<Column>`
    SELECT name AS Field FROM pragma_table_info('practice_users')`,
};

interface Column {
  Field: string;
  Collation?: string | null;
}

/**
 * 문장 하나를 실행하고, 그 앞과 뒤의 연습 표를 함께 적는다.
 *
 * @returns 앞 단계가 빠졌으면 실행하지 않고 refusal만.
 * @throws 데이터베이스가 대답하지 않으면 statusCode가 503인 오류.
 */
export async function run(
  db: Db,
  engine: string,
  statement: Statement,
  values: Values,
): Promise<Run | { refusal: Refusal }> {
  // 여러 연결 가운데 하나를 빌려서, 처음부터 끝까지 그 하나로 실행한다.
  return await db.connection().execute(async (one) => {
    const before = await readPractice(one, engine);
    const refusal = refuse(statement, engine, before);
    if (refusal) return { refusal };

    const lecture = statement.write(values);
    const other = engine === 'sqlite' ? statement.inSqlite?.write() : undefined;
    const started = performance.now();
    let answer: Answer;
    try {
      const result = await (other ?? lecture).execute(one);
      answer = readAnswer(result, statement, before);
    } catch (error) {
      // 오류도 서버의 대답이다. 대답이 아니면 연결이 끊긴 것이니 다시 던진다.
      const failure = readError(error);
      if (failure === undefined) throw error;
      answer = { error: failure };
    }
    const milliseconds = performance.now() - started;
    const after = await readPractice(one, engine);

    const text = showSql(db, lecture);
    const ran = other && showSql(db, other);
    const told = { answer, milliseconds, before, after };
    return { statement, values, text, ran, ...told };
  });
}

/** 지금 실행할 수 없는 까닭. 실행할 수 있으면 undefined다. */
export function refuse(
  { onlyInMysql, refuse }: Statement,
  engine: string,
  practice: Practice,
): Refusal | undefined {
  if (engine === 'sqlite' && onlyInMysql) {
    return { reason: onlyInMysql, first: 'mysql' };
  }
  return refuse?.(practice);
}

function readAnswer(
  result: QueryResult<unknown>,
  { id, changesRows }: Statement,
  { table }: Practice,
): Answer {
  const { rows, numAffectedRows, numChangedRows, insertId } = result;
  // 줄을 돌려준 문장이다. MySQL은 그 밖의 문장에도 줄의 수를 말하지만, SQLite는
  // 지난 문장의 수를 되풀이하므로 줄을 바꾸는 문장의 수만 믿을 수 있다.
  if (numAffectedRows === undefined) {
    return { table: toTable(rows as object[], table?.columns ?? []) };
  }
  if (!changesRows) return {};
  const counts: Answer['counts'] = { affected: Number(numAffectedRows) };
  if (id === 'insert') counts.newId = Number(insertId);
  if (numChangedRows !== undefined && id === 'update') {
    counts.changed = Number(numChangedRows);
  }
  return { counts };
}

/** 줄이 하나도 없으면 열의 이름도 오지 않으므로, 미리 읽어 둔 이름을 쓴다. */
function toTable(rows: object[], columns: string[]): Table {
  return {
    columns: rows[0] ? Object.keys(rows[0]) : columns,
    rows: rows.slice(0, maxRows).map((row) => Object.values(row).map(toCell)),
    more: rows.length > maxRows,
  };
}

function toCell(value: unknown): string | null {
  const text = String(value);
  if (value === null) return null;
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** 데이터베이스 서버가 답한 오류. 서버가 답한 것이 아니면 undefined다. */
function readError(error: unknown): Answer['error'] {
  // 접속이 되지 않을 때의 오류는 503으로 바뀌어 있고, 처음 것은 cause에 있다.
  const { cause = error } = error as Error;
  const told = cause as ServerError;
  // 번호와 상태(sqlState)는 MySQL 서버만 붙인다.
  if (told.sqlState) {
    const { errno: number = 0, sqlState: state } = told;
    return { number, state, text: told.message };
  }
  // SQLite는 서버가 아니라서 상태가 없다. 번호 1은 SQL이 틀렸다는 뜻이다.
  const isSqlite = told.code === 'ERR_SQLITE_ERROR';
  if (isSqlite && (cause === error || told.errcode === 1)) {
    const { errcode: number = 0, errstr: state = '' } = told;
    return { number, state, text: told.message };
  }
  return undefined;
}

/** mysql2와 node:sqlite가 오류에 붙이는 것. */
interface ServerError extends Error {
  errno?: number;
  sqlState?: string;
  code?: string;
  errcode?: number;
  errstr?: string;
}
