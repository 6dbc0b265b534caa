import { type Entries, type Mistake, startValues } from './form.ts';
import { type Run, readPractice, refuse } from './practice.ts';
import { showSql, showTwin } from './show.ts';
import type { Db, Refusal, Statement } from './statements.ts';
import { explainSurprise } from './surprises.ts';

/** 설정에 적힌 데이터베이스. 비밀번호는 들어 있지 않다. */
export interface DatabaseFacts {
  engine: 'sqlite' | 'mysql';
  host?: string;
  port?: number;
  user?: string;
  name: string;
}

/** 이번에 함께 보여 줄 것. 방금 실행한 기록이거나, 실행하지 않은 까닭이다. */
export interface Shown {
  id?: string;
  run?: Run;
  entries?: Entries;
  mistakes?: Mistake[];
  refusal?: Refusal;
}

/** 페이지에 적을 것을 모은다. 연습 표의 지금 모습은 데이터베이스에 묻는다. */
export async function buildPage(
  db: Db,
  database: DatabaseFacts,
  statements: Statement[],
  { run, mistakes = [], ...shown }: Shown,
) {
  const practice = await readPractice(db, database.engine);
  const id = run?.statement.id ?? shown.id;
  const steps = statements.map((statement, index) => {
    const isShown = statement.id === id;
    // MySQL에만 있는 문장은, 다른 데이터베이스를 위한 SQL로 바꾸지 않는다.
    const isKnown = database.engine === 'mysql' || !statement.onlyInMysql;
    const values = (isShown && run?.values) || startValues(statement);
    return {
      ...statement,
      number: index + 1,
      next: statements[index + 1]?.id,
      sql: showSql(db, statement.write(values)),
      twin: isKnown ? showTwin(db, statement, values) : undefined,
      entries: (isShown && shown.entries) || values,
      mistakes: isShown ? mistakes : [],
      refusal: refuse(statement, database.engine, practice),
      run: isShown ? run : undefined,
    };
  });
  const surprise = run && explainSurprise(run);
  return { database, practice, steps, id, run, surprise, mistakes, ...shown };
}
