import { type Exercise, filesOf } from '../../exercise.ts';
import { annotate } from '../source/annotate.ts';
import { readSource } from '../source/files.ts';

/** What an exercise is about, in one sentence and in three. */
export interface Words {
  teaches: string;
  lesson: string;
}

/**
 * The site's words about an exercise: the first two paragraphs of the heading
 * comment of its first file.
 */
export function readWords(exercise: Exercise): Words {
  const path = filesOf(exercise)[0] ?? '';
  const blocks = annotate(path, readSource(path));
  const { prose = [] } = blocks.find(({ prose }) => prose.length > 1) ?? {};
  const [teaches = '', lesson = ''] = prose;
  return { teaches, lesson };
}
