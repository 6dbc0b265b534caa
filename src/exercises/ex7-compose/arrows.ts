import { type Static, Type } from 'typebox';
import { Check } from 'typebox/schema';

/** 연결 하나를 확인한 결과. code가 있으면 연결되지 않은 이유다. */
export type Arrow = Static<typeof Arrow>;
const Arrow = Type.Object({
  /** 연결을 시작하는 쪽에서 쓴 주소. */
  address: Type.String(),
  ms: Type.Number(),
  code: Type.Optional(Type.String()),
});

/** API 서버가 자기 자신과 데이터베이스에 대해 알려 주는 것. */
export type Report = Static<typeof Report>;
const Report = Type.Object({
  hostname: Type.String(),
  inContainer: Type.Boolean(),
  database: Type.String(),
  arrow: Arrow,
});

/** 걸린 시간을 재며 한 번 다녀온다. */
export async function follow(
  address: string,
  go: () => Promise<unknown>,
): Promise<Arrow> {
  const start = performance.now();
  const code = await go().then(() => undefined, findCode);
  const ms = Math.round((performance.now() - start) * 10) / 10;
  return { address, ms, code };
}

/** 프론트에서 API로 가는 연결과, API가 알려 주면 그다음 연결까지. */
export async function followToApi(apiUrl: string) {
  const { origin } = new URL(apiUrl);
  // 무엇이라고 응답하든 연결은 된 것이다. 응답이 없으면 2.5초까지 기다린다.
  const open = (path: string) =>
    fetch(origin + path, { signal: AbortSignal.timeout(2500) });
  const arrow = await follow(origin, () => open('/health'));
  if (arrow.code) return { arrow, report: undefined };

  // 다른 서버가 보낸 JSON도 밖에서 온 입력이므로, 형식을 검사하고 쓴다.
  const answer: unknown = await open('/ex7/database')
    .then((response) => response.json())
    .catch(() => undefined);
  return { arrow, report: Check(Report, answer) ? answer : undefined };
}

/** 오류는 다른 오류에 싸여서 온다(cause). 가장 안쪽의 코드가 처음 이유다. */
function findCode(error: unknown): string {
  const { code, cause, name } = error as Error & { code?: unknown };
  if (cause) return findCode(cause);
  return typeof code === 'string' ? code : name;
}
