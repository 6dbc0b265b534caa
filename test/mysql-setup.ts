import { findMysqld, runAsRoot, startMysql } from './mysql.ts';

/**
 * Once for a whole test run: sets TEST_MYSQL_URL, which all test files read,
 * to a private server, unless it names one already.
 */
export default async function setup() {
  if (process.env.TEST_MYSQL_URL) {
    await runAsRoot('select 1');
    return undefined;
  }
  if (findMysqld() !== undefined) {
    const mysql = await startMysql();
    process.env.TEST_MYSQL_URL = mysql.url;
    return () => mysql.remove();
  }
  const missing = 'There is no mariadbd or mysqld, and no TEST_MYSQL_URL';
  if (process.env.CI === 'true') throw new Error(`${missing}.`);
  console.warn(`${missing}: tests on MySQL are skipped.`);
  return undefined;
}
