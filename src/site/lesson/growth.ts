import { diffLines } from 'diff';
import { course } from '../../course.ts';
import type { Exercise } from '../../exercise.ts';
import { readSource } from '../source/files.ts';
import { highlight } from '../source/highlight.ts';

/** What is new in this file compared with the one that it grew from. */
export function readGrowth({ grewFrom, slug }: Exercise, path: string) {
  const parent = course.find(({ id }) => id === grewFrom?.id);
  const newer = `src/exercises/${slug}/${grewFrom?.file}`;
  if (!parent || path !== newer) return undefined;
  const older = `src/exercises/${parent.slug}/${grewFrom?.file}`;
  const olderLines = highlight(older, readSource(older)).values();
  const newerLines = highlight(newer, readSource(newer)).values();
  const lines: { sign: '+' | '-' | ' '; html: string }[] = [];
  for (const part of diffLines(readSource(older), readSource(newer))) {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    for (let i = 0; i < part.count; i += 1) {
      // A line that is in both is taken from both.
      const before = part.added ? undefined : olderLines.next().value;
      const after = part.removed ? undefined : newerLines.next().value;
      lines.push({ sign, html: after ?? before ?? '' });
    }
  }
  return { parent, older, newer, lines };
}
