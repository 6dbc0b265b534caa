import { texts } from './texts.ts';

/** What is wrong, as a word for programs; its advice is in texts.ts. */
export type Code = keyof typeof texts;

/** One thing that is wrong, and what to do about it. */
export interface Problem {
  code: Code;
  /** What a right server answers, and what this one did. */
  expected: string;
  found: string;
  /** Korean: one next step. */
  next: string;
  /** Where the clinic has it. */
  help: string;
}

/** A problem with its advice, in which `{word}` is filled in. */
export function problem(
  code: Code,
  expected: string,
  found: string,
  word = '',
): Problem {
  const [advice, help] = texts[code];
  const next = advice.replaceAll('{word}', word);
  return {
    code,
    expected,
    found,
    next,
    help: help ? `/help#${help}` : '/help',
  };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value;
}
