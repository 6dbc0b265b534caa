import type { ReadyRequest } from '../src/contract/step.ts';

/** Control characters, and those that turn or hide text, become visible. */
export function visible(text: string): string {
  const hidden =
    /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The columns of a text on a terminal: Hangul and pictures take two. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) continue;
    columns += isWide.test(character) ? 2 : 1;
  }
  return columns;
}

const isWide =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** A place in a text: the first difference. */
export interface Mark {
  at: number;
  length: number;
}

/** A text on one line, cut to what lies around its mark; and the mark. */
export function excerpt(text: string, mark?: Mark): [string, string] {
  const { at, length } = mark ?? { at: 0, length: 0 };
  const start = Math.max(0, at - 24);
  const before = (start > 0 ? '…' : '') + visible(text.slice(start, at));
  const after = visible(text.slice(at, at + 60));
  const line = before + after + (text.length > at + 60 ? '…' : '');
  if (!mark) return [line, ''];
  const columns = width(visible(text.slice(at, at + length)));
  const carets = '^'.repeat(Math.max(1, Math.min(columns, 40)));
  return [line, ' '.repeat(width(before)) + carets];
}

/**
 * Where a text is first unlike what was expected: at the value of a JSON
 * object's key, or behind the longest beginning of the words that is there.
 */
export function findDifference(found: string, expected: string): Mark {
  const values = expected.startsWith('{') ? JSON.parse(expected) : {};
  for (const [key, value] of Object.entries(values)) {
    const pair = new RegExp(`("${key}": ?)("[^"]*"|[^,}\\s]*)`);
    const match = pair.exec(found);
    const [, name = '', shown = ''] = match ?? [];
    if (!match || shown === JSON.stringify(value)) continue;
    return { at: match.index + name.length, length: shown.length };
  }
  let at = 0;
  for (const word of expected.split(/[\s:：|]+/).filter(Boolean)) {
    const place = found.indexOf(word, at);
    if (place === -1) break;
    at = place + word.length;
  }
  while (/[\s:：|=+]/.test(found[at] ?? '')) at += 1;
  const [token = ''] = /^\S+/.exec(found.slice(at)) ?? [];
  return { at, length: token.length };
}

/** A request as a line for the terminal. */
export function curl({ method, url, headers, body }: ReadyRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const words = ['curl', '-i'];
  if (method !== (body ? 'POST' : 'GET')) words.push('-X', method);
  words.push(/^[\w:/.[\]%-]+$/.test(url) ? url : quote(url));
  const isJson = headers['content-type']?.includes('json');
  if (isJson) words.push('-H', "'Content-Type: application/json'");
  if (isJson) words.push('-d', quote(body));
  for (const [name, value] of isJson ? [] : new URLSearchParams(body)) {
    words.push('--data-urlencode', quote(`${name}=${value}`));
  }
  return words.join(' ');
}
