import type { Mistake } from '../ex2-3-survey/form.ts';
import type { User } from '../ex4-rest-api/schema.ts';

/** API에 보내기 전의 내용. 나이도 폼에 입력된 문자열 그대로다. */
export interface Entries {
  name: string;
  age: string;
}

/**
 * 사용자 API를 HTTP로 호출하는 다섯 함수를 만든다. apiUrl은 /api 앞까지다.
 *
 * 함수들은 API가 제대로 응답하지 않으면 오류를 던진다. 오류의 statusCode는
 * 502이고, 그대로 전할 뜻이 있는 413, 414, 431, 503은 API의 것이다.
 */
export function createClient(apiUrl: string) {
  /** API를 한 번 호출한다. 뜻을 알 수 없는 응답은 오류로 다룬다. */
  async function call(method: string, path: string, body?: unknown) {
    let response: Response;
    let text: string;
    try {
      response = await fetch(apiUrl + path, {
        method,
        headers: body ? { 'content-type': 'application/json' } : {},
        body: body ? JSON.stringify(body) : null,
        redirect: 'error',
        // 응답이 없는 서버를 끝없이 기다리지 않는다.
        signal: AbortSignal.timeout(2000),
      });
      text = await response.text();
    } catch (cause) {
      throw failure(502, cause);
    }
    const { status } = response;
    const json = parseJson(text);
    if ([413, 414, 431, 503].includes(status)) throw failure(status);
    if (status >= 300 && ![400, 404].includes(status)) throw failure(502);
    if (status < 300 && text && json === undefined) throw failure(502);
    return { status, json, link: response.headers.get('link') ?? '' };
  }

  /** 추가와 수정이 함께 쓴다. 나이는 모두 숫자일 때만 숫자로 보낸다. */
  async function save(method: string, path: string, { name, age }: Entries) {
    const isNumber = /^\d+$/.test(age);
    const body = { name, age: isNumber ? Number(age) : age };
    const { status, json } = await call(method, path, body);
    if (status === 404) return undefined;
    return status === 400 ? readMistakes(json) : [];
  }

  return {
    /** after 다음의 사용자들과, 더 있으면 다음 쪽을 볼 때의 after. */
    async listUsers(after = '0') {
      const query = new URLSearchParams({ after });
      const { status, json, link } = await call('GET', `/api/users?${query}`);
      if (status !== 200 || !Array.isArray(json) || !json.every(isUser)) {
        throw failure(status === 400 ? 400 : 502);
      }
      const next = /[?&]after=(\d+)[^>]*>; rel="next"/.exec(link)?.[1];
      return { users: json, next };
    },

    /** 사용자 한 명. 없으면 undefined다. */
    async findUser(id: string): Promise<User | undefined> {
      const { status, json } = await call('GET', `/api/user/${id}`);
      if (status !== 200) return undefined;
      if (!isUser(json)) throw failure(502);
      return json;
    },

    /** API가 거절했으면 잘못된 칸들, 추가했으면 빈 배열이다. */
    async addUser(entries: Entries): Promise<Mistake[]> {
      const mistakes = await save('POST', '/api/user', entries);
      if (mistakes === undefined) throw failure(502);
      return mistakes;
    },

    /** 위와 같다. 그런 사용자가 없으면 undefined다. */
    async changeUser(id: string, entries: Entries) {
      return await save('PUT', `/api/user/${id}`, entries);
    },

    /** 지웠으면 true, 없었으면 false다. */
    async removeUser(id: string): Promise<boolean> {
      const { status } = await call('DELETE', `/api/user/${id}`);
      return status < 300;
    },
  };
}

/** JSON을 읽는다. JSON이 아니면 undefined다. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 다른 서버가 보낸 것은 믿지 않고 확인한다. 사용자라면 적어도 id가 있다. */
function isUser(json: unknown): json is User {
  return typeof Object(json).id === 'number';
}

/** API가 거절한 이유들. 이유를 알려 주지 않는 API도 있다. */
function readMistakes(json: unknown): Mistake[] {
  const { errors } = Object(json) as { errors?: Mistake[] };
  if (Array.isArray(errors) && errors.length > 0 && errors.every(Boolean)) {
    return errors;
  }
  const detail = 'API가 이 내용을 받지 않았습니다. 이름과 나이를 확인하세요.';
  return [{ field: 'name', detail }];
}

function failure(statusCode: number, cause?: unknown) {
  const error = new Error('the API did not answer', { cause });
  return Object.assign(error, { statusCode });
}
