import type { Db } from './sheets.ts';

/** 지금 실행 중인 서버에 대해 알 수 있는 것. */
export interface Running {
  port: number;
  ownUrl: string;
  apiUrl: string;
  /** 이 서버의 라우트 모두. */
  routes: { method: string; path: string }[];
  database: {
    engine: 'sqlite' | 'mysql';
    name: string;
    host?: string;
    port?: number;
    user?: string;
  };
}

/**
 * 6부(백엔드)에 넣을 글을 실행 중인 서버에서 읽어 온다.
 *
 * @param what 누른 단추: routes, table, topology
 * @returns 넣을 글. 찾지 못하면 빈 글자다.
 */
export async function describeRunning(
  what: string,
  running: Running,
  db: Db,
): Promise<string> {
  if (what === 'routes') return describeRoutes(running);
  if (what === 'table') return await describeTable(running, db);
  if (what === 'topology') return describeTopology(running);
  return '';
}

/** ex4가 등록한 API의 라우트. 주소에 붙은 정규식은 떼어 낸다. */
function describeRoutes({ routes }: Running): string {
  const lines = routes
    .filter(({ path }) => path.startsWith('/ex4/api/'))
    .map(({ method, path }) => `- ${method} ${path.replace(/\(.*?\)/g, '')}`);
  return lines.length === 0 ? '' : ['ex4의 API', ...lines].join('\n');
}

/** ex5의 users 표. 손으로 열을 더했으면 그 열도 보인다. */
async function describeTable({ database }: Running, db: Db): Promise<string> {
  // 데이터베이스는 자기가 가진 표와 열의 이름도 표로 알려 준다.
  const tables = await db.introspection.getTables();
  const users = tables.find(({ name }) => name === 'users');
  if (users === undefined) return '';
  const lines = users.columns.map(({ name, dataType, isAutoIncrementing }) => {
    const numbered = isAutoIncrementing ? ', 번호를 저절로 매긴다' : '';
    return `- ${name}: ${dataType.toLowerCase()}${numbered}`;
  });
  return [`ex5의 표 users (${nameOf(database)})`, ...lines].join('\n');
}

/** ex7의 서버와 그 사이의 화살표를, 지금의 설정으로 적는다. */
function describeTopology(running: Running): string {
  const { port, ownUrl, apiUrl, database } = running;
  // API_URL이 따로 없으면 이 서버의 ex5가 데이터베이스를 쓰는 API다.
  const isOwnApi = apiUrl === `${ownUrl}/ex4`;
  const api = isOwnApi ? `${ownUrl}/ex5` : apiUrl;
  const { host, port: databasePort, user, name } = database;
  const place =
    database.engine === 'mysql'
      ? `MySQL ${host}:${databasePort} (계정 ${user}, 데이터베이스 ${name})`
      : isOwnApi
        ? `SQLite 파일 ${name}.sqlite`
        : '데이터베이스 (API 서버의 설정에 적혀 있다)';
  return [
    'ex7의 서버',
    `- 브라우저 → 프론트 http://localhost:${port}`,
    `- 프론트 → API ${api}/api`,
    `- API → ${place}`,
  ].join('\n');
}

function nameOf({ engine }: Running['database']): string {
  return engine === 'mysql' ? 'MySQL' : 'SQLite';
}
