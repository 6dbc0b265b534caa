import { type Mistake, readField } from '../ex2-3-survey/form.ts';
import type { User } from '../ex4-rest-api/schema.ts';
import { type Call, failure, readRefusal } from './trouble.ts';

/** API에 보내기 전의 내용. 나이도 폼에 입력된 문자열 그대로다. */
export interface Entries {
  name: string;
  age: string;
}

/** 폼의 두 칸에 입력된 문자열. */
export function readEntries(body: unknown): Entries {
  const age = readField(body, 'age').trim();
  return { name: readField(body, 'name'), age };
}

/**
 * 사용자 API를 HTTP로 호출하는 다섯 함수를 만든다. apiUrl은 /api 앞까지다.
 * API가 제대로 응답하지 않거나 그런 사용자가 없으면 오류를 던진다(trouble.ts).
 */
export function createClient(apiUrl: string) {
  /** API를 한 번 호출한다. 응답이 없는 서버를 끝없이 기다리지 않는다. */
  async function call(method: string, path: string, body?: object) {
    const made: Call = { method, url: apiUrl + path };
    const options: RequestInit = {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : null,
      redirect: 'manual',
      signal: AbortSignal.timeout(2000),
    };
    try {
      let response = await fetch(made.url, options);
      const location = response.headers.get('location') ?? '';
      // 같은 서버의 다른 주소로 다시 보내라는 응답(307, 308)은 한 번 따라간다.
      const next = new URL(location, made.url);
      const isNear = next.origin === new URL(made.url).origin;
      if ([307, 308].includes(response.status) && isNear) {
        response = await fetch(next, options);
      }
      const { status, headers } = response;
      const text = await response.text();
      const link = headers.get('link') ?? '';
      return { ...made, status, location, link, text, json: parseJson(text) };
    } catch (cause) {
      throw failure({ ...made, cause }, 'JSON');
    }
  }

  /** 추가와 수정이 함께 쓴다. 거절당했으면 그 이유들을 반환한다. */
  async function save(method: string, path: string, { name, age }: Entries) {
    // 나이는 모두 숫자일 때만 숫자로 보낸다. 옳은지는 API가 판단한다.
    const isNumber = /^\d+$/.test(age);
    const body = { name, age: isNumber ? Number(age) : age };
    const made = await call(method, path, body);
    const { status, text, json } = made;
    if ([400, 409, 422].includes(status)) return readRefusal(made);
    if (status === 404 && method === 'PUT') throw gone(made);
    // 200이라고 하면서 오류를 담아 보내는 API도 있다. 저장한 것이 아니다.
    const isUser = typeof json === 'object' && json && !('error' in json);
    if (status >= 300 || !(isUser || text === '')) {
      throw failure(made, '저장한 사용자');
    }
    return [];
  }

  return {
    /** after 다음의 사용자들과, 더 있으면 다음 쪽을 볼 때의 after. */
    async listUsers(after = '0') {
      const query = new URLSearchParams({ after });
      const made = await call('GET', `/api/users?${query}`);
      const { status, json, link } = made;
      if (status !== 200 || !Array.isArray(json) || !json.every(isUser)) {
        throw failure(made, '사용자의 배열');
      }
      const next = /[?&]after=(\d+)[^>]*>; rel="next"/.exec(link)?.[1];
      return { users: json, next };
    },

    /** 사용자 한 명. */
    async findUser(id: string): Promise<User> {
      const made = await call('GET', `/api/user/${id}`);
      if (made.status === 404) throw gone(made);
      if (made.status === 200 && isUser(made.json)) return made.json;
      throw failure(made, '사용자 한 명');
    },

    /** API가 거절했으면 잘못된 칸들, 추가했으면 빈 배열이다. */
    async addUser(entries: Entries): Promise<Mistake[]> {
      return await save('POST', '/api/user', entries);
    },

    /** API가 거절했으면 잘못된 칸들, 바꾸었으면 빈 배열이다. */
    async changeUser(id: string, entries: Entries): Promise<Mistake[]> {
      return await save('PUT', `/api/user/${id}`, entries);
    },

    /** 사용자를 지운다. */
    async removeUser(id: string): Promise<void> {
      const made = await call('DELETE', `/api/user/${id}`);
      if (made.status === 404) throw gone(made);
      if (made.status >= 300) throw failure(made, '삭제했다는 응답');
    },
  };
}

/** 그 id의 사용자가 없다는 오류. 프론트도 404로 응답하게 된다. */
function gone(made: Call) {
  return failure(made, `${made.url.split('/').at(-1)}번 사용자`, true);
}

/** 다른 서버가 보낸 것은 확인하고 쓴다. 사용자라면 적어도 숫자인 id가 있다. */
function isUser(json: unknown): json is User {
  return /^\d+$/.test(Object(json).id);
}

/** JSON을 읽는다. JSON이 아니면 undefined다. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
