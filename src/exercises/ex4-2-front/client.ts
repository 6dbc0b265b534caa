import type { FieldMistake } from '../ex4-rest-api/problem.ts';
import type { User } from '../ex4-rest-api/schema.ts';

/** API에 보내기 전의 내용. 나이도 폼에 적힌 글자 그대로다. */
export interface Entries {
  name: string;
  age: string;
}

/** API의 대답. 거절당했으면 mistakes에 잘못된 칸이 있다. */
export interface Saved {
  mistakes: FieldMistake[];
}

/** 사용자 API를 HTTP로 부르는 다섯 함수를 만든다. apiUrl은 /api 앞까지다. */
export function createClient(apiUrl: string) {
  /** 한 번 부른다. API가 대답하지 못하면 statusCode가 502나 503인 오류다. */
  async function call(method: string, path: string, body?: unknown) {
    let response: Response;
    let json: unknown;
    try {
      response = await fetch(apiUrl + path, {
        method,
        headers: body ? { 'content-type': 'application/json' } : {},
        body: body ? JSON.stringify(body) : null,
        redirect: 'error',
        // 대답이 없는 서버를 끝없이 기다리지 않는다.
        signal: AbortSignal.timeout(2000),
      });
      const text = await response.text();
      json = text === '' ? undefined : JSON.parse(text);
    } catch (cause) {
      throw failure(502, cause);
    }
    const { status } = response;
    if (status === 503) throw failure(503);
    if (status >= 300 && ![400, 404].includes(status)) throw failure(502);
    return { status, json, link: response.headers.get('link') ?? '' };
  }

  /** 추가와 수정이 함께 쓴다. 나이는 모두 숫자일 때만 숫자로 보낸다. */
  async function save(method: string, path: string, { name, age }: Entries) {
    const isNumber = /^\d+$/.test(age);
    const body = { name, age: isNumber ? Number(age) : age };
    const { status, json } = await call(method, path, body);
    if (status === 404) return undefined;
    const { errors = [] } = (json ?? {}) as { errors?: FieldMistake[] };
    return { mistakes: status === 400 ? errors : [] } satisfies Saved;
  }

  return {
    /** after 다음의 사용자들과, 더 있으면 다음 쪽을 부를 때의 after. */
    async listUsers(after = '0') {
      const query = new URLSearchParams({ after });
      const { status, json, link } = await call('GET', `/api/users?${query}`);
      if (status !== 200 || !Array.isArray(json)) {
        throw failure(status === 400 ? 400 : 502);
      }
      const next = /[?&]after=(\d+)[^>]*>; rel="next"/.exec(link)?.[1];
      return { users: json as User[], next };
    },

    /** 사용자 한 명. 없으면 undefined다. */
    async findUser(id: string) {
      const { status, json } = await call('GET', `/api/user/${id}`);
      return status === 200 ? (json as User) : undefined;
    },

    /** 추가한다. */
    async addUser(entries: Entries): Promise<Saved> {
      const saved = await save('POST', '/api/user', entries);
      if (saved === undefined) throw failure(502);
      return saved;
    },

    /** 바꾼다. 그런 사용자가 없으면 undefined다. */
    async changeUser(id: string, entries: Entries): Promise<Saved | undefined> {
      return await save('PUT', `/api/user/${id}`, entries);
    },

    /** 지운다. 없었으면 false다. */
    async removeUser(id: string): Promise<boolean> {
      const { status } = await call('DELETE', `/api/user/${id}`);
      return status === 204;
    },
  };
}

function failure(statusCode: number, cause?: unknown) {
  const headers = statusCode === 503 ? { 'retry-after': '2' } : {};
  const error = new Error('the API did not answer', { cause });
  return Object.assign(error, { statusCode, headers });
}
