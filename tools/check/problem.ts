import advice from '../../src/contract/advice.json' with { type: 'json' };

/** What is wrong, as a word for programs. */
export type Code = keyof typeof advice;

/** One thing that is wrong, and what to do about it. */
export interface Problem {
  code: Code;
  /** What a right server answers, and what this one did. */
  expected: string;
  found: string;
  /** Korean: one next step. */
  next: string;
  /** The clinic's address, from `/help`. */
  help: string;
  /** There was no answer at all that could be judged. */
  isSilent?: true;
}

const silent = /^(refused|other-address|cut|timeout|not-http|tls)$/;

/** A problem with its advice, in which `{word}` is filled in. */
export function problem(
  code: Code,
  expected: string,
  found: string,
  word = '',
): Problem {
  // Behind the advice is the clinic's entry, if there is one.
  const [, text = '', help = ''] =
    /^(.*?)( #[\w-]+)?$/.exec(advice[code]) ?? [];
  const next = text.replaceAll('{word}', word).trim();
  const explained = { code, expected, found, next };
  const isSilent = silent.test(code) && { isSilent: true as const };
  return { ...explained, help: `/help${help.trim()}`, ...isSilent };
}

export function isProblem(value: unknown): value is Problem {
  return Object(value).code !== undefined;
}
