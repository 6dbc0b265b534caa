import {
  type DatabasePlace,
  explainApi,
  explainDatabase,
  type Trouble,
} from './trouble.ts';

/** 화살표 하나를 따라가 본 결과. problem이 없으면 이어져 있다. */
export interface Arrow {
  /** 화살표가 시작되는 쪽에서 부른 주소. */
  address: string;
  ms: number;
  code?: string;
  problem?: string;
  advice?: string;
}

/** API 서버가 자기 자신과 데이터베이스에 대해 알려 주는 것. */
export interface ApiReport {
  hostname: string;
  inContainer: boolean;
  database: { engine: string; name: string; arrow: Arrow };
}

/** 프론트에서 API로 가는 화살표와, 이어져 있으면 API가 알려 준 것. */
export async function followToApi(apiUrl: string) {
  const address = new URL(apiUrl).origin;
  const arrow = await follow(
    address,
    async () => {
      const answer = await getJson(`${address}/health`);
      if ((answer as { status?: string })?.status !== 'ok') throw otherServer();
    },
    (code) => explainApi(code, address),
  );
  if (arrow.problem !== undefined) return { arrow, report: undefined };

  // 다른 서버가 보낸 JSON도 바깥에서 온 입력이라, 있을 것이 있는지 보고 쓴다.
  const answer = await getJson(`${address}/ex7/database`).catch(() => null);
  const report = answer as ApiReport | null;
  const complete = report?.database?.arrow?.address !== undefined;
  return { arrow, report: complete ? report : undefined };
}

/** API에서 데이터베이스로 가는 화살표. check는 대답이 없으면 실패한다. */
export async function followToDatabase(
  place: DatabasePlace,
  check: () => Promise<void>,
): Promise<Arrow> {
  const { host, port, name } = place;
  const address = host ? `${host}:${port}` : `${name}.sqlite`;
  return follow(address, check, (code) => explainDatabase(code, place));
}

/** 걸린 시간을 재며 한 번 다녀온다. 실패하면 까닭을 붙인다. */
async function follow(
  address: string,
  go: () => Promise<void>,
  explain: (code: string) => Trouble,
): Promise<Arrow> {
  const start = performance.now();
  const elapsed = () => Math.round((performance.now() - start) * 10) / 10;
  try {
    await go();
    return { address, ms: elapsed() };
  } catch (error) {
    const code = findCode(error);
    const [problem, advice] = explain(code);
    return { address, ms: elapsed(), code, problem, advice };
  }
}

/** 대답이 없는 서버는 2.5초까지 기다린다. */
async function getJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(2500);
  const response = await fetch(url, { redirect: 'error', signal });
  const text = await response.text();
  if (!response.ok) throw otherServer();
  try {
    return JSON.parse(text);
  } catch {
    throw otherServer();
  }
}

function otherServer() {
  return Object.assign(new Error('not this course'), { code: 'OTHER_SERVER' });
}

/** 오류는 다른 오류에 싸여서 온다(cause). 가장 안쪽에 있는 코드를 찾는다. */
function findCode(error: unknown): string {
  const { code, cause } = error as Error & { code?: unknown };
  if (cause !== undefined) return findCode(cause);
  return typeof code === 'string' ? code : '';
}
