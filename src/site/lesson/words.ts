import { type Exercise, filesOf } from '../../exercise.ts';
import { annotate } from '../source/annotate.ts';
import { readSource } from '../source/files.ts';

/** What an exercise is about, in one sentence and in three. */
export interface Words {
  teaches: string;
  lesson: string;
}

/** The home page needs those of all exercises each time. */
const known = new Map<string, Words>();

/**
 * The site's words about an exercise: the first two paragraphs of the heading
 * comment of its first file.
 */
export function readWords(exercise: Exercise): Words {
  const seen = known.get(exercise.id);
  if (seen) return seen;
  const path = filesOf(exercise)[0] ?? '';
  const blocks = annotate(path, readSource(path));
  const { prose = [] } = blocks.find(({ prose }) => prose.length > 1) ?? {};
  const [teaches = '', lesson = ''] = prose;
  const words = { teaches, lesson };
  known.set(exercise.id, words);
  return words;
}
