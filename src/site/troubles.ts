import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { internalPort } from '../ports.ts';

/** A message that beginners meet, and what to do about it. */
export interface Trouble {
  /** The fragment of its address on the page. */
  id: string;
  topic: string;
  /** Whether it stands beside errors that say more, or is none itself. */
  isGeneral?: boolean;
  /** As the program prints it; what varies is written as it would be here. */
  message: string;
  /** What other programs, or versions, print; `…` stands for any name. */
  also?: string[];
  meaning: string;
  /** What to do next, and a command where one helps. */
  advice: string;
  command?: string;
  /** The same command where Windows has another one. */
  windows?: string;
  /** The exercises in which it happens; `start` before the first. */
  exercises: string[];
}

/** The files of `troubles/`, and what each is about. */
const topics = {
  server: '서버',
  request: '요청',
  python: '파이썬',
  windows: 'Windows',
  mysql: 'MySQL',
  docker: 'Docker',
};
const entries = Object.entries(topics).flatMap(([name, topic]) => {
  const file = join(import.meta.dirname, `troubles/${name}.json`);
  const list: Omit<Trouble, 'topic'>[] = JSON.parse(readFileSync(file, 'utf8'));
  return list.map((entry) => ({ topic, ...entry }));
});

/**
 * The error clinic's entries, for a student on this port. The tests provoke
 * the errors and compare the messages.
 */
export function troubles(port: number, list: Trouble[] = entries): Trouble[] {
  const text = JSON.stringify(list)
    .replace(/\$\{port\}/g, `${port}`)
    .replace(/\$\{internalPort\}/g, `${internalPort(port) ?? port + 1}`);
  return JSON.parse(text);
}

/**
 * The entries of an exercise, or of `start`, the way to one's first server:
 * those that name it first come first.
 */
export function troublesOf(id: string, port: number): Trouble[] {
  const own = entries.filter(({ exercises }) => exercises.includes(id));
  own.sort((a, b) => a.exercises.indexOf(id) - b.exercises.indexOf(id));
  return troubles(port, own);
}
