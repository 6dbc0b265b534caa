import { createInterface } from 'node:readline/promises';
import { ConfigError } from '../../src/config.ts';
import {
  databasesOf,
  dropDatabases,
  findAccounts,
  nameOf,
  writeAccount,
} from './accounts.ts';
import { withAccount } from './admin.ts';
import { checkAccounts, showProgress } from './check.ts';
import type { Asked } from './words.ts';

/** Makes the accounts and databases of a class, then checks them all. */
export async function provision({ ports, words }: Asked): Promise<boolean> {
  const hosts = readHosts(words.from ?? 'localhost');
  const names = ports.map(nameOf);
  const isDryRun = words['dry-run'] === true;
  await withAccount(async (admin) => {
    const { ours, strange } = await findAccounts(admin, names);
    if (strange) {
      throw new Error(
        `아무것도 바꾸지 않았습니다. 이 명령이 만들지 않은 것: ${strange}`,
      );
    }
    const usersOf = (name: string) =>
      hosts.map((host) => `'${name}'@'${host}'`);
    const scripts = names.map((name) =>
      writeAccount(name, usersOf(name), ours.get(name)),
    );
    if (isDryRun) return console.log(`${scripts.flat().join(';\n')};`);
    try {
      for (const [i, script] of scripts.entries()) {
        for (const statement of script) await admin.query(statement);
        showProgress('계정 만들기', i + 1, scripts.length);
      }
    } catch (error) {
      // Nothing stays that was not there.
      const absent = names.filter((name) => !ours.has(name));
      const undo = absent.flatMap((name) => [
        `drop user if exists ${usersOf(name)}`,
        ...databasesOf(name).map((it) => `drop database if exists ${it}`),
      ]);
      // What failed may be the connection.
      await withAccount(async (again) => {
        for (const sql of undo) await again.query(sql).catch(() => {});
      }).catch(() => {});
      throw error;
    }
  });
  return isDryRun || (await checkAccounts(names));
}

/** Gives students new, empty databases and their first password back. */
export async function reset({ ports, range, words }: Asked): Promise<boolean> {
  const names = ports.map(nameOf);
  await withAccount(async (admin) => {
    const { ours } = await findAccounts(admin, names);
    const missing = names.filter((name) => !ours.has(name)).join(', ');
    if (missing) throw new Error(`provision으로 만들지 않은 계정: ${missing}`);
    await askFirst(`${range}의 데이터를 모두 지우고 새로 만들까요?`, words.yes);
    for (const [name, users] of ours) {
      await dropDatabases(admin, name, users);
      for (const sql of writeAccount(name, users)) await admin.query(sql);
    }
  });
  return await checkAccounts(names);
}

/** Deletes what `provision` made for these ports, and nothing else. */
export async function remove({ ports, words }: Asked): Promise<boolean> {
  await withAccount(async (admin) => {
    const names = ports.map(nameOf);
    const { ours, strange } = await findAccounts(admin, names);
    const question = `계정 ${ours.size}개와 그 데이터를 모두 지울까요?`;
    await askFirst(question, words.yes || ours.size === 0);
    for (const [i, [name, users]] of [...ours].entries()) {
      await dropDatabases(admin, name, users);
      // Last: without an account, databases are nobody's.
      await admin.query(`drop user ${users}`);
      showProgress('계정 지우기', i + 1, ours.size);
    }
    console.log(`지운 계정: ${ours.size}개`);
    if (strange) console.log(`이 명령이 만들지 않아서 둔 것: ${strange}`);
  });
  return true;
}

function readHosts(from: string): string[] {
  if (!/^[\w.:%/-]{1,60}$/.test(from)) {
    throw new ConfigError(`from ${from}: localhost, % 또는 주소를 적으세요.`);
  }
  // To servers that look up no names, 127.0.0.1 is not localhost.
  if (from === 'localhost') return ['localhost', '127.0.0.1'];
  return [from.toLowerCase()];
}

/** @throws ConfigError unless the answer is yes */
async function askFirst(question: string, isAnswered = false) {
  if (isAnswered) return;
  if (!process.stdin.isTTY) {
    throw new ConfigError(`${question} 그렇다면 끝에 yes를 붙이세요.`);
  }
  const terminal = createInterface(process.stdin, process.stdout);
  const answer = await terminal.question(`${question} (yes/no) `);
  terminal.close();
  if (answer.trim() !== 'yes') throw new ConfigError('취소했습니다.');
}
