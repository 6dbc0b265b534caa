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

/** A text on one line and cut to what lies around its mark. */
export function excerpt(text: string, mark?: Mark): [string, string] {
  const start = Math.max(0, (mark?.at ?? 0) - 24);
  const before = visible(text.slice(start, mark?.at ?? 0).replace(/\s/g, ' '));
  const marked = visible(text.slice(mark?.at ?? 0, (mark?.at ?? 0) + 60));
  const shown = `${start > 0 ? '…' : ''}${before}`;
  const isCut = text.length > (mark?.at ?? 0) + 60;
  const line = `${shown}${marked}${isCut ? '…' : ''}`;
  if (!mark) return [line, ''];
  const under = visible(text.slice(mark.at, mark.at + mark.length));
  const carets = '^'.repeat(Math.max(1, Math.min(width(under), 40)));
  return [line, ' '.repeat(width(shown)) + carets];
}

/**
 * Where a text is first unlike what was expected: behind the longest
 * beginning of it that is there.
 */
export function findDifference(found: string, expected: string): Mark {
  const pieces = expected.split(/[\s:：|]+/).filter(Boolean);
  let at = 0;
  for (const piece of pieces) {
    const place = found.indexOf(piece, at);
    if (place === -1) break;
    at = place + piece.length;
  }
  while (at < found.length && /[\s:：|=+]/.test(found[at] ?? '')) at += 1;
  const [token = ''] = /^\S+/.exec(found.slice(at)) ?? [];
  return { at, length: token.length };
}
