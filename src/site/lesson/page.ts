import { diffLines } from 'diff';
import {
  needs,
  prepare,
  requestLine,
  type Step,
  statusesOf,
} from '../../contract/step.ts';
import { course } from '../../course.ts';
import { type Exercise, filesOf } from '../../exercise.ts';
import { troubles } from '../help.ts';
import { annotate } from '../source/annotate.ts';
import { readSource, sourceFiles } from '../source/files.ts';
import { highlight } from '../source/highlight.ts';
import { curlLine } from './curl.ts';
import { readWords, type Words } from './words.ts';

/**
 * What the lesson page of an exercise shows.
 *
 * @param asked the file to read; the first one where it is undefined
 * @returns undefined when the exercise has no such file
 */
export function buildLesson(exercise: Exercise, port: number, asked?: unknown) {
  const { id, title, day, slug, contract, differences = [] } = exercise;
  const files = filesOf(exercise);
  const twins = sourceFiles.filter((file) => file.startsWith(`flask/${slug}/`));
  const path = [...files, ...twins].find((file) => file === asked);
  if (asked !== undefined && !path) return undefined;
  const words = readWords(exercise);
  const address = `http://localhost:${port}/${id}/`;
  const at = course.indexOf(exercise);
  return {
    ...{ id, title, day, address, port, ...words },
    api: exercise.api === true,
    steps: contract.map((step) => ({
      title: step.do,
      ...requestLine(step),
      status: statusesOf(step)[0],
      curl: curlLine(step, contract, address),
      needs: needs(step),
      href: linkTo(step, address),
    })),
    differences: differences.map(({ request, why }) => ({
      title: request.do,
      ...requestLine(request),
      why,
    })),
    tabs: { files: files.slice(0, -1), twins, contract: files.at(-1) },
    file: readFile(path ?? files[0] ?? '', words),
    growth: readGrowth(exercise),
    troubles: troubles(port).filter(({ exercises }) => exercises.includes(id)),
    previous: course[at - 1],
    next: course[at + 1],
    exchanges: undefined,
  };
}

/** Where a browser can do a step by a link alone. */
function linkTo(step: Step, address: string): string | undefined {
  if (requestLine(step).method !== 'GET' || needs(step).length > 0) return;
  return prepare(step, address, {}).url.slice(new URL(address).origin.length);
}

/** A file as blocks of code and prose, without what the title says already. */
function readFile(path: string, { teaches, lesson }: Words) {
  const text = readSource(path);
  const lines = highlight(path, text).map((html, i) => {
    return { number: i + 1, html };
  });
  const blocks = annotate(path, text).map(({ prose, code }) => ({
    prose: prose.filter((words) => words !== teaches && words !== lesson),
    id: code && `L${code.first}-L${code.last}`,
    lines: code ? lines.slice(code.first - 1, code.last) : [],
  }));
  return {
    path,
    blocks: blocks.filter(({ prose, id }) => prose.length > 0 || id),
  };
}

/** What is new compared with the exercise that this one grew from. */
function readGrowth({ grewFrom, slug }: Exercise) {
  const parent = course.find(({ id }) => id === grewFrom?.id);
  if (!grewFrom || !parent) return undefined;
  const older = `src/exercises/${parent.slug}/${grewFrom.file}`;
  const newer = `src/exercises/${slug}/${grewFrom.file}`;
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
