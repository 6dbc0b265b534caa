import type { Mistake } from '../ex2-3-survey/form.ts';

/** API를 한 번 호출한 것과 그때 온 것. cause는 fetch가 던진 오류다. */
export interface Call {
  method: string;
  url: string;
  status?: number;
  location?: string;
  text?: string;
  json?: unknown;
  cause?: unknown;
}

/** API가 expected를 보내지 않았다는 오류를 만든다. 무엇이 왔는지 담겨 있다. */
export function failure(call: Call, expected: string, isGone = false) {
  const { method, url, status = 0, cause } = call;
  const { code = 'no answer' } = Object(Object(cause).cause);
  const error = new Error(`${method} ${url} -> ${status || code}`, { cause });
  // 보낸 것이 잘못되었다는 응답과 503은 그대로 전하고, 나머지는 502가 된다.
  const isPassed = isGone || [400, 413, 414, 431, 503].includes(status);
  const statusCode = isPassed ? status : 502;
  return Object.assign(error, { statusCode, call, expected });
}

/** 무엇이 왔고 무엇을 고치면 되는지. 위에서부터 처음 맞는 것이 이유다. */
function reasonOf({ url, status = 0, location, text = '', json }: Call) {
  const object = Object(json);
  const keys = Object.keys(object);
  const list = keys.find((key) => Array.isArray(object[key]));
  const first = Array.isArray(json) ? Object(json[0]) : object;
  const reasons: [boolean, string][] = [
    [/\/api\/api\//.test(url), 'API_URL에는 /api를 빼고 그 앞까지만 적으세요.'],
    [typeof object.detail === 'string', object.detail],
    [status === 503, 'API가 지금은 처리할 수 없다고 응답했습니다.'],
    [status >= 500, 'API에서 오류가 났습니다. API의 터미널을 보세요.'],
    [status >= 400, 'API가 거절했습니다. 주소와 메서드를 확인하세요.'],
    [status >= 300, `다른 주소로 이동하라고 응답했습니다: ${location}`],
    [text === '', '본문이 비어 있습니다. JSON을 보내야 합니다.'],
    [text.includes('\ufffd'), 'UTF-8이 아닌 글자가 있습니다.'],
    [/^\s*</.test(text), 'JSON이 아니라 HTML입니다. 라우트의 반환값을 보세요.'],
    [json === undefined, 'JSON이 아닙니다. 따옴표와 쉼표를 확인하세요.'],
    ['error' in object, 'error가 있으니 성공이 아닙니다.'],
    ['_id' in first, '사용자의 _id를 id라는 이름으로 보내세요.'],
    [Array.isArray(json), '사용자마다 숫자인 id가 있어야 합니다.'],
    [!!list, `${list} 안의 배열을 꺼내어, 배열만 보내세요.`],
    [keys.some(Number), 'id가 키인 객체입니다. 값만 모아 배열로 보내세요.'],
  ];
  return reasons.find(([isIt]) => isIt)?.[1] ?? '형식이 예상과 다릅니다.';
}

/** 오류를 페이지에 보여 줄 내용으로 바꾼다. */
export function explain(error: ReturnType<typeof failure>) {
  const { call, expected, statusCode } = error;
  const { method, url, status, text = '', cause } = call;
  if (statusCode === 404) return { title: `${expected}가 없습니다` };
  const { code } = Object(Object(cause).cause);
  const request = `${method} ${url}`;
  // 3xx와 4xx는 하지 않았다는 뜻이고, 연결되지 않았다면 시작하지도 않았다. 그
  // 밖에는 API가 이미 저장했을 수도 있으므로 저장하지 못했다고 말할 수 없다.
  const isRefused = status !== undefined && status >= 300 && status < 500;
  const isUnknown = !isRefused && code !== 'ECONNREFUSED';
  if (status === undefined) {
    const isLate = Object(cause).name === 'TimeoutError';
    const what = isLate ? '가 2초 안에 응답하지' : '에 연결하지';
    const isDown = code === 'ECONNREFUSED';
    const title = `API 서버${what} 못했습니다`;
    return { request, title, isUnknown, code, isDown };
  }
  const title = 'API 서버가 예상과 다르게 응답했습니다';
  const received = { status, text: [...text].slice(0, 200).join('') };
  const reason = reasonOf(call);
  return { request, title, isUnknown, expected, received, reason };
}

/** API가 거절한 이유들. 칸의 이름이 없는 이유는 폼 전체에 대한 것이다. */
export function readRefusal({ status, text = '', json }: Call): Mistake[] {
  const { errors = [], detail, message, error } = Object(json);
  const named = Object.entries(errors).map(([key, one]) => ({
    field: String(Object(one).field ?? (Array.isArray(errors) ? '' : key)),
    detail: String(Object(one).detail ?? Object(one).message ?? one),
  }));
  if (named.length > 0) return named;
  const said = detail ?? message ?? error ?? text.replace(/^\s*<.*/s, '');
  const reason = String(said).trim() || '이유를 알려 주지 않았습니다.';
  return [{ field: '', detail: `API가 거절했습니다(${status}): ${reason}` }];
}
