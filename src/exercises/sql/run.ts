import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { CompiledQuery } from 'kysely';
import { type Db, practiceName, type Statement } from './statements.ts';

// 연습 테이블에는 100행까지만 넣는다. 한도가 없으면 디스크가 가득 찰 수 있다.
const maxRows = 100;
const readPractice = `SELECT * FROM practice_users LIMIT ${maxRows + 1}`;

/** 문장 하나와, 그 전과 후의 연습 테이블을 조회하는 문장을 실행한다. */
export async function run(
  db: Db,
  { engine, name }: { engine: string; name: string },
  { id, setup = [], mysql, sqlite }: Statement,
  values: unknown[],
) {
  const practice = practiceName(name);
  const file = await choosePractice(db, engine, practice);
  const other = engine === 'sqlite' ? sqlite : undefined;
  const sent = other?.includes('?') ? [file] : values;

  for (const first of setup) await execute(db, first);
  const before = await execute(db, readPractice);
  if (id === 'insert' && before.rows?.length === maxRows) {
    throw Object.assign(new Error('full'), { statusCode: 409 });
  }
  const answer = await execute(db, other ?? mysql, sent);
  // SQLite에는 파일을 지우는 문장이 없어서, 연결을 끊은 파일은 여기서 지운다.
  // Windows는 다른 연결이 연 파일을 지우지 않으므로, 닫힐 때까지 다시 시도한다.
  if (other?.startsWith('DETACH') && !answer.error)
    await rm(file, { force: true, recursive: true, maxRetries: 5 });
  const after = await execute(db, readPractice);

  const text = fillIn(other ?? mysql, sent, engine);
  const ran = [...(other ? [] : setup), text].join(';\n');
  return { id, ran, answer, before, after };
}

/**
 * 연습 데이터베이스가 있으면 고른다. 없으면 받은 데이터베이스를 쓴다.
 *
 * @returns SQLite에서 연습 데이터베이스가 되는 파일
 */
async function choosePractice(db: Db, engine: string, practice: string) {
  if (engine === 'mysql') {
    // 새로 만들 데이터베이스가 한글을 담게 한다.
    await execute(db, 'SET character_set_server = utf8mb4');
    await execute(db, `USE ${practice}`);
    return '';
  }
  // SQLite는 서버가 쓰는 파일과 같은 디렉터리에 연습용 파일을 둔다.
  const { rows = [] } = await execute(db, 'PRAGMA database_list');
  const folder = relative('', dirname(`${rows[0]?.file}`));
  const file = join(folder, `${practice}.sqlite`);
  const attach = `ATTACH DATABASE ? AS ${practice}`;
  if (existsSync(file)) await execute(db, attach, [file]);
  return file;
}

/** SQL 하나의 결과: 행(rows), 영향받은 행의 수(affected), 또는 오류(error). */
async function execute(db: Db, text: string, values: unknown[] = []) {
  try {
    const query = CompiledQuery.raw(text, values);
    const result = await db.executeQuery<Record<string, unknown>>(query);
    const { rows, numAffectedRows: affected, insertId = 0 } = result;
    // 손으로 더 넣었을 수도 있으므로, 페이지에는 그만큼만 싣는다.
    if (affected === undefined) {
      return { rows: rows.slice(0, maxRows), isCut: rows.length > maxRows };
    }
    return { affected: Number(affected), newId: Number(insertId) };
  } catch (error) {
    // 서버가 알린 오류는 던지지 않고 반환한다. 그 오류에만 번호와 상태가 있다.
    // mysql2는 errno와 sqlState를, node:sqlite는 errcode와 errstr를 붙인다.
    const told = error as Error & Record<string, unknown>;
    const { errcode, errstr, errno = errcode, sqlState = errstr } = told;
    if (sqlState === undefined) throw error;
    return { error: `ERROR ${errno} (${sqlState}): ${told.message}` };
  }
}

/** 물음표에 값을 채운 문장. 읽고 복사하는 데에만 쓰고 실행하지 않는다. */
export function fillIn(text: string, values: unknown[], engine = 'mysql') {
  const isMysql = engine === 'mysql';
  const left = [...values];
  const filled = text.replaceAll('?', () => {
    const value = left.shift();
    if (typeof value !== 'string') return `${value ?? '?'}`;
    // 작은따옴표는 두 번 쓴다. MySQL은 백슬래시도 특별하게 읽는다.
    const quoted = value.replaceAll("'", "''");
    return `'${isMysql ? quoted.replaceAll('\\', '\\\\') : quoted}'`;
  });
  return `${filled};`;
}
