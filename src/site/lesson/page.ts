import { diffLines } from 'diff';
import { needs, prepare, requestLine, statusesOf } from '../../contract/step.ts';
import { course } from '../../course.ts';
import { type Exercise, filesOf } from '../../exercise.ts';
import { troubles } from '../clinic.ts';
import { annotate } from '../source/annotate.ts';
import { listFiles, readSource } from '../source/files.ts';
import { highlight } from '../source/highlight.ts';
import { curlLine } from './curl.ts';
import { readWords } from './words.ts';

/** A line of code as HTML, with its number. */
interface Line {
  number: number;
  html: string;
}

/**
 * What the lesson page of an exercise shows.
 *
 * @param asked the file to read; the first one where it is undefined
 * @returns undefined when the exercise has no such file
 */
export function buildLesson(exercise: Exercise, port: number, asked?: unknown) {
  const { id, title, day, slug, contract, differences = [] } = exercise;
  const files = filesOf(exercise);
  const twin = [...listFiles()]
    .filter((file) => file.startsWith(`flask/${slug}/`))
    .sort();
  const path = asked ?? files[0];
  if (path !== files[0] && ![...files, ...twin].includes(path as string)) {
    return undefined;
  }
  const address = `http://localhost:${port}/${id}/`;
  const at = course.indexOf(exercise);
  return {
    ...{ id, title, day, address, port },
    lesson: readWords(exercise).lesson,
    api: exercise.api === true,
    steps: contract.map((step) => ({
      title: step.do,
      ...requestLine(step),
      status: statusesOf(step)[0],
      curl: curlLine(step, contract, address),
      needs: needs(step),
      // What a browser can do by a link alone.
      href:
        requestLine(step).method === 'GET' && needs(step).length === 0
          ? prepare(step, address, {}).url.slice(address.length - id.length - 2)
          : undefined,
    })),
    differences: differences.map(({ request, why }) => ({
      title: request.do,
      ...requestLine(request),
      why,
    })),
    tabs: { files, twin },
    file: readFile(path as string),
    growth: readGrowth(exercise),
    troubles: troubles(port).filter(({ exercises }) => exercises.includes(id)),
    previous: course[at - 1],
    next: course[at + 1],
    exchanges: undefined,
  };
}

/** A file as blocks of prose and code, ready for the page. */
function readFile(path: string) {
  const text = readSource(path);
  const lines = highlight(path, text);
  const blocks = annotate(path, text).map(({ prose, code }) => ({
    prose,
    id: code ? `L${code.first}-L${code.last}` : undefined,
    lines: code ? slice(lines, code.first, code.last) : [],
  }));
  return { path, text, blocks };
}

function slice(lines: string[], first: number, last: number): Line[] {
  return lines
    .slice(first - 1, last)
    .map((html, at) => ({ number: first + at, html }));
}

/** What is new compared with the exercise that this one grew from. */
function readGrowth({ grewFrom, slug }: Exercise) {
  const parent = course.find(({ id }) => id === grewFrom?.id);
  if (!grewFrom || !parent) return undefined;
  const older = `src/exercises/${parent.slug}/${grewFrom.file}`;
  const newer = `src/exercises/${slug}/${grewFrom.file}`;
  const olderLines = highlight(older, readSource(older));
  const newerLines = highlight(newer, readSource(newer));
  let olderAt = 0;
  let newerAt = 0;
  const lines: { sign: '+' | '-' | ' '; html: string }[] = [];
  for (const part of diffLines(readSource(older), readSource(newer))) {
    for (let i = 0; i < part.count; i += 1) {
      const sign = part.added ? '+' : part.removed ? '-' : ' ';
      const html = part.removed ? olderLines[olderAt] : newerLines[newerAt];
      if (!part.added) olderAt += 1;
      if (!part.removed) newerAt += 1;
      lines.push({ sign, html: html ?? '' });
    }
  }
  return { parent, older, newer, lines };
}
