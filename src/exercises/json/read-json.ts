import { createScanner, type ParseError, parse } from 'jsonc-parser';

/** 겹친 괄호가 이보다 깊으면 읽지 않는다. 들여쓴 글이 끝없이 길어진다. */
const maxDepth = 50;

/** JSON이 아닌 글에서 처음으로 잘못된 곳. line과 column은 1부터 센다. */
export interface JsonMistake {
  line: number;
  column: number;
  /** 그 줄의 글. */
  text: string;
  /** 흔한 실수일 때, 무엇이 잘못인지. */
  reason: string | undefined;
}

/** 읽은 결과. JSON이면 indented와 type이, 아니면 mistake가 있다. */
export interface JsonResult {
  indented?: string;
  type?: string;
  mistake?: JsonMistake;
}

/** 글을 JSON으로 읽는다. 어떤 글이 와도 예외를 던지지 않는다. */
export function readJson(text: string): JsonResult {
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    const reason = `괄호가 ${maxDepth}번 넘게 겹쳐 있어 여기까지만 읽었습니다.`;
    return { mistake: describe(text, tooDeep, reason) };
  }
  try {
    const value: unknown = JSON.parse(text);
    return { indented: JSON.stringify(value, null, 2), type: typeName(value) };
  } catch {
    // JSON.parse는 되는지 안 되는지를, 라이브러리는 어디가 틀렸는지를 안다.
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    const offset = Math.min(
      ...errors.map((error) => error.offset),
      text.length,
    );
    return { mistake: describe(text, offset, findReason(text, offset)) };
  }
}

function typeName(value: unknown): string {
  if (value === null) return '널(null)';
  if (Array.isArray(value)) return '배열(array)';
  const names: Record<string, string> = {
    object: '객체(object)',
    string: '문자열(string)',
    number: '숫자(number)',
    boolean: '참/거짓(boolean)',
  };
  return names[typeof value] ?? '';
}

function describe(text: string, offset: number, reason?: string): JsonMistake {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const rest = text.slice(offset).split(/\r|\n/)[0] ?? '';
  return {
    line: lines.length,
    // 이모지 하나도 한 칸으로 세려고 글자 단위로 펼친다.
    column: [...last].length + 1,
    text: last + rest,
    reason,
  };
}

/** 흔한 다섯 가지 실수를 알아본다. */
function findReason(text: string, offset: number): string | undefined {
  const before = text.slice(0, offset).trimEnd();
  const at = text.slice(offset);
  if (at.startsWith("'")) {
    return '문자열과 키는 작은따옴표가 아니라 큰따옴표(")로 감쌉니다.';
  }
  if (/^[}\]]/.test(at) && before.endsWith(',')) {
    return '마지막 값 뒤에는 쉼표(,)를 적지 않습니다.';
  }
  if (/^(\/\/|\/\*|#)/.test(at)) {
    return 'JSON에는 주석을 적을 수 없습니다.';
  }
  if (/^(True|False|None)\b/.test(at)) {
    return '파이썬의 True, False, None은 JSON에서 true, false, null입니다.';
  }
  if (/^[\p{L}_$]/u.test(at) && /[{,]$/.test(before)) {
    return '객체의 키도 큰따옴표(")로 감쌉니다.';
  }
  return undefined;
}

/** 괄호가 너무 깊어지는 첫 자리. 글자를 차례로 보므로 깊어도 안전하다. */
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
