import {
  type Connection,
  createConnection,
  type RowDataPacket,
} from 'mysql2/promise';
import { ConfigError, readDotEnv } from '../../src/config.ts';

/**
 * Does work with the account of DB_ADMIN_URL, or with a student's there.
 *
 * @throws ConfigError where DB_ADMIN_URL is not set
 */
export async function withAccount(
  work: (connection: Connection) => Promise<void>,
  student?: string,
) {
  const text = process.env.DB_ADMIN_URL || readDotEnv().DB_ADMIN_URL || '';
  const url = URL.parse(text);
  if (url?.protocol !== 'mysql:' || !url.hostname) {
    throw new ConfigError(
      '관리자 계정을 환경 변수나 .env에 적으세요: ' +
        'DB_ADMIN_URL=mysql://root:비밀번호@127.0.0.1:3306',
    );
  }
  if (student) {
    const account = { username: student, password: student, pathname: '' };
    Object.assign(url, account);
  }
  const options = { uri: url.href, connectTimeout: 5_000 };
  const connection = await createConnection(options);
  try {
    // A student's open transaction must not hold up the whole class.
    await connection.query('set session lock_wait_timeout = 10');
    await work(connection);
  } finally {
    // Unlike end(), it throws nothing where the server is gone.
    connection.destroy();
  }
}

/** The rows that a query gives. */
export async function select(
  connection: Connection,
  sql: string,
  values: unknown[] = [],
): Promise<RowDataPacket[]> {
  return (await connection.query<RowDataPacket[]>(sql, values))[0];
}

/** Says in one Korean line what went wrong. */
export function explain({ code = '', message }: NodeJS.ErrnoException): string {
  const [, what] = troubles.find(([codes]) => codes.test(code)) ?? [];
  return what ? `${what} (${code}: ${message.split('\n')[0]})` : message;
}

const troubles: [codes: RegExp, what: string][] = [
  [/^ER_ACCESS/, 'DB_ADMIN_URL의 계정이나 비밀번호가 틀렸습니다.'],
  [/^ER_.*DENIED|^ER_CANNOT/, 'DB_ADMIN_URL의 계정에 권한이 없습니다.'],
  [
    /^ER_NOT_VALID_PASSWORD/,
    '서버가 계정과 같은 비밀번호를 막습니다. 관리자로 SET GLOBAL ' +
      'validate_password.policy = LOW를 실행하고 다시 하세요.',
  ],
  [/^ER_/, '데이터베이스 서버가 거절했습니다.'],
  [/^ERR_PARSE/, '모르는 단어이거나 값이 빠졌습니다. help를 붙여 보세요.'],
  [/^EADDRINUSE/, '상황판의 포트를 다른 프로그램이 쓰고 있습니다.'],
  [
    /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|PROTOCOL_)/,
    'DB_ADMIN_URL의 데이터베이스 서버가 없습니다.',
  ],
];
