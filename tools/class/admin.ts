import { type Connection, createConnection } from 'mysql2/promise';
import { ConfigError, readDotEnv } from '../../src/config.ts';

/**
 * Connects with the administrator's account, DB_ADMIN_URL.
 *
 * @throws ConfigError where that is not set
 */
export async function connectAsAdmin(): Promise<Connection> {
  const { hostname: host, port } = readAdminUrl();
  const uri = readAdminUrl().href;
  try {
    const admin = await createConnection({ uri, connectTimeout: 5_000 });
    // A student's open transaction must not hold up the whole class.
    await admin.query('set session lock_wait_timeout = 10');
    return admin;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ER_')) throw error;
    const cause = { cause: error };
    throw new Error(
      `${host}:${port || 3306}에 데이터베이스 서버가 없습니다(${code}). ` +
        '서버가 켜져 있는지, DB_ADMIN_URL이 맞는지 확인하세요.',
      cause,
    );
  }
}

/** Where the administrator's account is: `mysql://root@127.0.0.1:3306`. */
export function readAdminUrl(): URL {
  const text = process.env.DB_ADMIN_URL || readDotEnv().DB_ADMIN_URL || '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'mysql:' && url.hostname) return url;
  throw new ConfigError(
    '관리자 계정을 환경 변수나 .env에 적으세요: ' +
      'DB_ADMIN_URL=mysql://root:비밀번호@127.0.0.1:3306',
  );
}

/** Says in one Korean line what went wrong, without any password. */
export function explain(error: NodeJS.ErrnoException): string {
  const { code = '', message } = error;
  if (code === 'ER_ACCESS_DENIED_ERROR') {
    return `관리자 계정이나 비밀번호가 틀렸습니다. DB_ADMIN_URL을 확인하세요: ${message}`;
  }
  if (/^ER_.*ACCESS_?DENIED/.test(code) || code === 'ER_CANNOT_USER') {
    return `DB_ADMIN_URL의 계정에 관리자 권한이 없습니다: ${message}`;
  }
  if (code === 'ER_NOT_VALID_PASSWORD') {
    return (
      '서버의 validate_password 규칙이 계정과 같은 비밀번호를 막습니다. ' +
      'SET GLOBAL validate_password.policy = LOW를 먼저 실행하세요.'
    );
  }
  return code ? `${message} (${code})` : message;
}
