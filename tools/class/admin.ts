import {
  type Connection,
  createConnection,
  type RowDataPacket,
} from 'mysql2/promise';
import { ConfigError, readDotEnv } from '../../src/config.ts';

/** Does work with the administrator's account, DB_ADMIN_URL. */
export async function withAdmin<T>(
  work: (admin: Connection) => Promise<T>,
): Promise<T> {
  const { href: uri } = readAdminUrl();
  const admin = await createConnection({ uri, connectTimeout: 5_000 });
  try {
    // A student's open transaction must not hold up the whole class.
    await admin.query('set session lock_wait_timeout = 10');
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/**
 * Where the administrator's account is: `mysql://root@127.0.0.1:3306`.
 *
 * @throws ConfigError where that is not set
 */
export function readAdminUrl(): URL {
  const text = process.env.DB_ADMIN_URL || readDotEnv().DB_ADMIN_URL || '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'mysql:' && url.hostname) return url;
  throw new ConfigError(
    '관리자 계정을 환경 변수나 .env에 적으세요: ' +
      'DB_ADMIN_URL=mysql://root:비밀번호@127.0.0.1:3306',
  );
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
  const [, what = ''] = troubles.find(([codes]) => codes.test(code)) ?? [];
  return what ? `${what} (${code}: ${message})` : message;
}

const troubles: [codes: RegExp, what: string][] = [
  [
    /^ER_ACCESS_DENIED_ERROR$/,
    '관리자 계정이나 비밀번호가 틀렸습니다. DB_ADMIN_URL을 확인하세요.',
  ],
  [/^ER_.*DENIED|^ER_CANNOT_USER$/, 'DB_ADMIN_URL의 계정에 권한이 없습니다.'],
  [
    /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|PROTOCOL_)/,
    'DB_ADMIN_URL에 적은 곳에 데이터베이스 서버가 없습니다.',
  ],
  [/^EADDRINUSE$/, '다른 프로그램이 쓰고 있는 포트입니다.'],
  [
    /^ER_NOT_VALID_PASSWORD$/,
    '서버가 계정과 같은 비밀번호를 막습니다. 관리자로 SET GLOBAL ' +
      'validate_password.policy = LOW를 실행하고 다시 하세요.',
  ],
];
