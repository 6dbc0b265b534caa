import type { Trouble } from './troubles.ts';

/**
 * What the same message has otherwise elsewhere: words between quotation
 * marks, numbers, and words that end in one; `…` stands for it in the data.
 */
const varying =
  /(?<!\p{L})(?:'[^']*'|"[^"]*"|`[^`]*`)|\S*(?<![\p{L}\p{N}])\d\S*|…/gu;

/** Only letters and digits, with one blank around each word. */
function plain(text: string): string {
  const words = text.normalize('NFC').toLowerCase();
  return ` ${words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

function wordsOf(text: string): string[] {
  return [...new Set(plain(text).split(' '))].filter((it) => it.length > 1);
}

/** The words that are not between quotation marks, if there are any. */
function unquoted(line: string): string[] {
  const words = wordsOf(line.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, ' '));
  return words.length > 0 ? words : wordsOf(line);
}

/** Finds a message in a plain text, whatever stands where it varies. */
function patternOf(message: string) {
  const parts = message
    .replace(/^ERROR \d+ \(\w+\):/, '')
    .split(varying)
    .map((part) => plain(part).trim())
    .filter((part) => part);
  const pattern = new RegExp(parts.join('.{0,120}?'), 'u');
  return { pattern, length: parts.join('').length, words: wordsOf(message) };
}

/** Flask's start banner stands in every log of its errors: it comes last. */
function problemsFirst(found: Trouble[]): Trouble[] {
  return found.toSorted(
    (a, b) => Number(!!a.isGeneral) - Number(!!b.isGeneral),
  );
}

/**
 * A search for the entries that explain a pasted text, at most five, best
 * first. Where none of their messages stands in it, words of one line decide.
 */
export function searchIn(all: Trouble[]): (pasted: string) => Trouble[] {
  const entries = all.map((trouble) => {
    const { topic, message, also = [], meaning, advice } = trouble;
    const messages = [message, ...also];
    return {
      trouble,
      patterns: messages.map(patternOf),
      text: plain([topic, ...messages, meaning, advice].join(' ')),
    };
  });
  type Entry = (typeof entries)[number];

  function rank(score: (entry: Entry) => number, least: number): Trouble[] {
    return entries
      .map((entry) => ({ trouble: entry.trouble, score: score(entry) }))
      .filter(({ score }) => score >= least)
      .sort((a, b) => b.score - a.score)
      .slice(0, 5)
      .map(({ trouble }) => trouble);
  }

  /** Who has the word; the fewer they are, the more it weighs. */
  function weigh(word: string) {
    // Without a particle: `본문의` is found where `본문을` stands.
    const start = ` ${word.replace(/(?<=[가-힣]{2})[가-힣]$/, '')}`;
    const has = new Set(entries.filter(({ text }) => text.includes(start)));
    return { has, weight: Math.log((entries.length + 1) / (has.size + 0.5)) };
  }

  return (pasted) => {
    const text = plain(pasted);
    const found = rank(({ patterns }) => {
      const lengths = patterns
        .filter(({ pattern }) => pattern.test(text))
        // Where two say the same of other names or numbers, these decide.
        .map(({ length, words }) => {
          const same = words.filter((word) => text.includes(` ${word} `));
          return length + same.length / 100;
        });
      return Math.max(0, ...lengths);
      // Shorter ones, such as `not found`, stand in much that is no error.
    }, 10);
    const isProblem = found.some(({ isGeneral }) => !isGeneral);
    // In a log of several lines, words that are the same say nothing.
    if (isProblem || pasted.trim().includes('\n')) return problemsFirst(found);

    const words = unquoted(pasted).map(weigh);
    const total = words.reduce((sum, { weight }) => sum + weight, 0);
    const guessed = rank((entry) => {
      const known = words.filter(({ has }) => has.has(entry));
      return known.reduce((sum, { weight }) => sum + weight, 0) / total;
    }, 0.75);
    return problemsFirst([...new Set([...guessed, ...found])]);
  };
}
