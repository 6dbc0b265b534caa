import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../config.ts';
import type { Answer, Step } from './step.ts';

type Request = Omit<Step, 'do' | 'status' | 'see' | 'gives' | 'keep'>;

/** A change for a reader to make, who first predicts what it does. */
export interface Task {
  /** Korean: what is changed, and the question. Code stands in backticks. */
  do: string;
  /** From the project's root. `from` stands in it exactly once. */
  file: string;
  from: string;
  to: string;
  /** Requests that come before the one that shows it. */
  first?: Request[];
  /** What shows it: a request and its answer, redirects followed. */
  request?: Request;
  shows?: Answer;
  /** Or a word that the program ends with instead of starting. */
  prints?: string;
  /** Or what a Dockerfile or a compose file then says. */
  sets?: Record<string, unknown>;
  /** Korean: what one sees, and why. */
  answer: string;
}

/** The tasks of an exercise, from the `tasks.json` beside its sources. */
export function tasksOf({ slug }: { slug: string }): Task[] {
  const file = join(projectRoot, 'src/exercises', slug, 'tasks.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}
