import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { accountOf, databasesOf } from './accounts.ts';
import { readAdminUrl } from './admin.ts';
import { forEach } from './progress.ts';

/**
 * Logs in as every student: each can make, fill, read and drop a table in the
 * own databases, and is refused by everyone else's. Prints both counts.
 *
 * @param everyone all ports of the class
 * @returns whether all is as it should be
 */
export async function checkAccounts(
  ports: number[],
  everyone = ports,
): Promise<boolean> {
  const wrong: string[] = [];
  let usable = 0;
  let refused = 0;
  await forEach('계정 확인', ports, 2, async (port) => {
    const result = await checkAccount(port, everyone);
    usable += result.usable;
    refused += result.refused;
    wrong.push(...result.wrong);
  });
  const own = 2 * ports.length;
  const others = ports.length * (everyone.length - 1);
  console.log(`쓸 수 있는 자기 데이터베이스: ${own}개 중 ${usable}개`);
  console.log(`거절된 남의 데이터베이스: ${others}번 중 ${refused}번`);
  for (const line of wrong.slice(0, 10)) console.error(line);
  if (wrong.length > 10) console.error(`… 모두 ${wrong.length}가지`);
  return wrong.length === 0 && usable === own && refused === others;
}

async function checkAccount(port: number, everyone: number[]) {
  const result = { usable: 0, refused: 0, wrong: [] as string[] };
  const name = accountOf(port);
  const { hostname: host, port: at } = readAdminUrl();
  try {
    const student = await createConnection({
      ...{ host, port: Number(at || 3306), user: name, password: name },
      connectTimeout: 5_000,
    });
    try {
      for (const database of databasesOf(port)) {
        const table = `${database}._class_check`;
        await student.query(`drop table if exists ${table}`);
        await student.query(`create table ${table} (text varchar(9))`);
        await student.query(`insert into ${table} values ('한글')`);
        const [rows] = await student.query<RowDataPacket[]>(
          `select text as text from ${table}`,
        );
        await student.query(`drop table ${table}`);
        if (rows[0]?.text === '한글') result.usable += 1;
        else result.wrong.push(`${database}: 한글이 그대로 저장되지 않습니다.`);
      }
      for (const other of everyone) {
        if (other === port) continue;
        const open: string[] = [];
        for (const database of databasesOf(other)) {
          if (!(await isRefused(student, database))) open.push(database);
        }
        if (open.length === 0) result.refused += 1;
        else result.wrong.push(`${name}에 열려 있습니다: ${open.join(', ')}`);
      }
    } finally {
      await student.end();
    }
  } catch (error) {
    result.wrong.push(`${name}: ${(error as Error).message}`);
  }
  return result;
}

/** Whether the server says that there is no right to a database (1044). */
async function isRefused(
  student: Awaited<ReturnType<typeof createConnection>>,
  database: string,
): Promise<boolean> {
  try {
    await student.query(`use ${database}`);
    return false;
  } catch (error) {
    if ((error as { errno?: number }).errno === 1044) return true;
    throw error;
  }
}
