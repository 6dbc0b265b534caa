import { type Connection, createConnection } from 'mysql2/promise';
import { accountOf, databasesOf } from './accounts.ts';
import { readAdminUrl, select } from './admin.ts';
import { showProgress } from './terminal.ts';

/**
 * Logs in as every student: each can make, fill, read and drop a table in the
 * own databases, and is refused by everyone else's. Prints both counts.
 *
 * @returns whether all is as it should be
 */
export async function checkAccounts(ports: number[]): Promise<boolean> {
  const wrong: string[] = [];
  let usable = 0;
  let refused = 0;
  for (const [i, port] of ports.entries()) {
    const name = accountOf(port);
    let student: Connection | undefined;
    try {
      student = await connectAs(name);
      for (const database of databasesOf(port)) {
        if (await isUsable(student, database)) usable += 1;
        else wrong.push(`${database}: 한글이 그대로 저장되지 않습니다.`);
      }
      for (const other of ports.filter((other) => other !== port)) {
        const open: string[] = [];
        for (const database of databasesOf(other)) {
          if (!(await isRefused(student, database))) open.push(database);
        }
        if (open.length === 0) refused += 1;
        else wrong.push(`${name}에 열려 있음: ${open.join(', ')}`);
      }
    } catch (error) {
      wrong.push(`${name}: ${(error as Error).message}`);
    } finally {
      await student?.end();
    }
    showProgress('계정 확인', i + 1, ports.length);
  }
  const own = 2 * ports.length;
  const others = ports.length * (ports.length - 1);
  console.log(`쓸 수 있는 자기 데이터베이스: ${own}개 중 ${usable}개`);
  console.log(`남의 데이터베이스를 열어서 거절됨: ${others}번 중 ${refused}번`);
  for (const line of wrong.slice(0, 10)) console.error(line);
  if (wrong.length > 10) console.error(`… 모두 ${wrong.length}가지`);
  return wrong.length === 0;
}

async function connectAs(name: string): Promise<Connection> {
  const { hostname: host, port } = readAdminUrl();
  const account = { user: name, password: name, connectTimeout: 5_000 };
  return await createConnection({
    host,
    port: Number(port || 3306),
    ...account,
  });
}

async function isUsable(student: Connection, database: string) {
  const table = `${database}._class_check`;
  await student.query(`drop table if exists ${table}`);
  await student.query(`create table ${table} (word varchar(9))`);
  await student.query(`insert into ${table} values ('한글')`);
  const [row] = await select(student, `select word as word from ${table}`);
  await student.query(`drop table ${table}`);
  return row?.word === '한글';
}

/** Whether the server says that there is no right to the database (1044). */
async function isRefused(student: Connection, database: string) {
  const opening = student.query(`use ${database}`);
  return await opening.then(
    () => false,
    ({ errno }) => errno === 1044,
  );
}
