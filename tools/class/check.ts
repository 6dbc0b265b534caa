import type { Connection } from 'mysql2/promise';
import { databasesOf } from './accounts.ts';
import { select, withAccount } from './admin.ts';

/**
 * Logs in as every student: each can make, fill, read and drop a table in the
 * own databases, and is refused by everyone else's. Prints both counts.
 *
 * @returns whether all is as it should be
 */
export async function checkAccounts(names: string[]): Promise<boolean> {
  const wrong: string[] = [];
  let usable = 0;
  let refused = 0;
  for (const [i, name] of names.entries()) {
    const check = async (student: Connection) => {
      for (const database of databasesOf(name)) {
        await use(student, database);
        usable += 1;
      }
      for (const other of names.filter((other) => other !== name)) {
        for (const database of databasesOf(other)) {
          const said = await student
            .query(`use ${database}`)
            .catch(({ code }) => code);
          if (said !== 'ER_DBACCESS_DENIED_ERROR') {
            throw new Error(`${database}가 열려 있습니다.`);
          }
        }
        refused += 1;
      }
    };
    await withAccount(check, name).catch(({ message }) => {
      wrong.push(`${name}: ${message}`);
    });
    showProgress('계정 확인', i + 1, names.length);
  }
  const own = 2 * names.length;
  const others = names.length * (names.length - 1);
  console.log(`자기 데이터베이스 사용: ${own}개 중 ${usable}개 성공`);
  console.log(`남의 데이터베이스 접근: ${others}번 중 ${refused}번 거절`);
  for (const line of wrong.slice(0, 10)) console.error(line);
  return wrong.length === 0;
}

async function use(student: Connection, database: string) {
  const table = `${database}._class_check`;
  await student.query(`drop table if exists ${table}`);
  await student.query(`create table ${table} (word varchar(9))`);
  await student.query(`insert into ${table} values ('한글')`);
  const [row] = await select(student, `select word as word from ${table}`);
  await student.query(`drop table ${table}`);
  if (row?.word !== '한글') throw new Error(`${database}: 한글이 깨집니다.`);
}

/** Shows a terminal how far it is; anything else gets one line at the end. */
export function showProgress(label: string, done: number, total: number) {
  const line = `${label} ${done}/${total}`;
  if (done === total) console.log(line);
  // What is written next, be it an error, takes its place.
  else if (process.stdout.isTTY) process.stdout.write(`${line}\r`);
}
