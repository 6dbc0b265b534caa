import {
  createScanner,
  getLocation,
  type ParseError,
  parse,
} from 'jsonc-parser';

/** 괄호가 이보다 깊이 겹치면 들여 쓰지 않는다. 결과가 너무 길어진다. */
const maxDepth = 50;

/**
 * 텍스트를 JSON으로 읽는다. JSON이면 자료형(type)과 들여 쓴 결과(indented)를,
 * 아니면 처음으로 오류가 난 곳(mistake)을 반환한다. 무엇이 와도 예외를 던지지
 * 않는다.
 */
export function readJson(text: string) {
  const tooDeep = findTooDeep(text);
  try {
    const value: unknown = JSON.parse(text);
    const indents = tooDeep === undefined;
    const indented = indents ? JSON.stringify(value, null, 2) : undefined;
    return { type: typeName(value), indented };
  } catch {
    // JSON.parse는 JSON인지 아닌지를, 라이브러리는 어디가 틀렸는지를 알려 준다.
    const errors: ParseError[] = [];
    parse(text.slice(0, tooDeep), errors, { disallowComments: true });
    const offset = errors[0]?.offset ?? text.length;
    const reason =
      offset === tooDeep
        ? `괄호가 ${maxDepth}번 넘게 겹쳐 있어 여기까지만 읽었습니다.`
        : findReason(text, offset);
    return { mistake: { ...findPlace(text, offset), reason } };
  }
}

function typeName(value: unknown): string {
  if (value === null) return '널(null)';
  if (Array.isArray(value)) return '배열(array)';
  const names: Record<string, string> = {
    object: '객체',
    string: '문자열',
    number: '숫자',
    boolean: '참/거짓',
  };
  return `${names[typeof value]}(${typeof value})`;
}

/** 오류가 난 곳. 줄과 글자의 번호는 1부터이고, text는 그 줄의 텍스트다. */
function findPlace(text: string, offset: number) {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const rest = text.slice(offset).split(/\r|\n/)[0] ?? '';
  // 이모지 하나도 한 칸으로 세려고 글자 단위로 펼친다.
  const column = [...last].length + 1;
  return { line: lines.length, column, text: last + rest };
}

/** 흔한 다섯 가지 실수를 알아본다. */
function findReason(text: string, offset: number): string | undefined {
  const before = text.slice(0, offset).trimEnd();
  const at = text.slice(offset);
  // 같은 글자라도 객체의 키가 올 자리인지에 따라 이유가 다르다.
  const isKey = getLocation(text, offset).isAtPropertyKey;
  if (at.startsWith("'")) {
    return '문자열과 키는 작은따옴표가 아니라 큰따옴표(")로 감쌉니다.';
  }
  if (before.endsWith(',') && at.startsWith(isKey ? '}' : ']')) {
    return '마지막 값 뒤에는 쉼표(,)를 적지 않습니다.';
  }
  if (/^(\/\/|\/\*|#)/.test(at)) {
    return 'JSON에는 주석을 적을 수 없습니다.';
  }
  if (isKey && /[{,]$/.test(before) && /^[\p{L}\p{N}_$]/u.test(at)) {
    return '객체의 키도 큰따옴표(")로 감쌉니다.';
  }
  if (/^(True|False|None)\b/.test(at)) {
    return '파이썬의 True, False, None은 JSON에서 true, false, null입니다.';
  }
  return undefined;
}

/** 괄호가 너무 깊어지는 첫 자리. 글자를 순서대로 보므로 깊어도 안전하다. */
function findTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === undefined) return undefined;
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > maxDepth) return scanner.getTokenOffset();
  }
}
