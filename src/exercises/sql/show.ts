import type { RawBuilder } from 'kysely';
import { format } from 'mysql2';
import type { Db, Statement, Values } from './statements.ts';

/** 값을 채운 SQL 한 줄. mysql2가 MySQL에 보내는 것과 글자까지 같다. */
export function showSql(db: Db, query: RawBuilder<unknown>): string {
  const { sql, parameters } = query.compile(db);
  return `${format(sql, [...parameters] as (string | number)[])};`;
}

/** 문장의 Kysely 코드와, 그 코드가 방금 만든 SQL과 따로 전달할 값. */
export function showTwin(db: Db, { twin }: Statement, values: Values) {
  if (twin === undefined) return undefined;
  const { sql, parameters } = twin(db, values).compile();
  return { code: readSource(twin), sql, parameters };
}

/**
 * 함수의 소스에서 화살표(=>) 뒤를 읽는다. 실행하는 함수와 보여 주는 코드가
 * 같은 것이니, 둘이 어긋날 수 없다.
 */
function readSource(twin: NonNullable<Statement['twin']>): string {
  const source = twin.toString();
  const body = source.slice(source.indexOf('=>') + 2).trim();
  // 첫 줄 다음의 줄에서, 파일에서 들여쓴 만큼을 걷어 낸다.
  const [first, ...rest] = body.split('\n');
  const indents = rest.map((line) => line.search(/\S/));
  const indent = Math.max(0, Math.min(...indents) - 2);
  return [first, ...rest.map((line) => line.slice(indent))].join('\n');
}
