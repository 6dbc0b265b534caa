import { checkable } from '../../contract/checkable.ts';
import {
  needs,
  prepare,
  requestLine,
  type Step,
  statusesOf,
} from '../../contract/step.ts';
import { tasksOf } from '../../contract/task.ts';
import { course } from '../../course.ts';
import { type Exercise, filesOf } from '../../exercise.ts';
import { internalPort } from '../../ports.ts';
import { readSource, sourceFiles } from '../source/files.ts';
import { troublesOf } from '../troubles.ts';
import { readBlocks } from './blocks.ts';
import { curlLine } from './curl.ts';
import { readGrowth } from './growth.ts';
import { markCode } from './prose.ts';
import type { Lines } from './scratch.ts';
import { readWords } from './words.ts';

/**
 * What the lesson page of an exercise shows.
 *
 * @param asked the file to read; the first one where it is undefined
 * @param lines those that ran on the copy, which it marks
 * @returns undefined when the exercise has no such file
 */
export function buildLesson(
  exercise: Exercise,
  port: number,
  asked?: unknown,
  lines: Lines = {},
) {
  const { id, title, slug, contract, differences = [] } = exercise;
  const files = filesOf(exercise);
  const twins = sourceFiles.filter((file) => file.startsWith(`flask/${slug}/`));
  const all = [...files.slice(0, -1), ...twins, ...files.slice(-1)];
  const path = asked === undefined ? all[0] : all.find((it) => it === asked);
  if (path === undefined) return undefined;
  const words = readWords(exercise);
  const address = `http://localhost:${port}/${id}/`;
  const at = course.indexOf(exercise);
  const concept = readSource(`views/${slug}/concept.ejs`);
  return {
    ...{ id, title, slug, address, port, path },
    teaches: words.teaches,
    lesson: markCode(words.lesson, new Set()),
    asked: path === all[0] ? undefined : path,
    ...{ course, at, internalPort: internalPort(port) ?? port + 1 },
    ideas: [...concept.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, idea]) => idea),
    isApi: exercise.api === true,
    isCheckable: id in checkable,
    tabs: all.map((file) => ({
      path: file,
      isTwin: twins.includes(file),
      label: file === files.at(-1) ? '검사 항목' : file.split('/').at(-1),
      ran: lines[file]?.length,
    })),
    blocks: readBlocks(path, Object.values(words), lines[path] ?? []),
    growth: readGrowth(exercise, path),
    others: all
      .filter((file) => file !== path)
      .map((file) => ({ path: file, text: readSource(file) })),
    steps: contract.map((step) => ({
      title: step.do,
      ...requestLine(step),
      status: statusesOf(step)[0],
      curl: curlLine(step, contract, address),
      needs: needs(step).map((name) => explainNeed(name, contract)),
      href: linkTo(step, address),
    })),
    typed: { method: 'GET', path: 'users', body: '' },
    tasks: tasksOf(exercise),
    differences: differences.map(({ request, why }) => ({
      title: request.do,
      ...requestLine(request),
      why: markCode(why, new Set()),
    })),
    troubles: troublesOf(id, port),
  };
}

/** Where the value for `{name}` in a path comes from. */
function explainNeed(name: string, contract: Step[]) {
  const at = contract.findIndex(({ keep }) => keep?.as === name);
  return { name, step: at + 1 };
}

/** Where a browser can do a step by a link alone. */
function linkTo(step: Step, address: string): string | undefined {
  if (requestLine(step).method !== 'GET' || needs(step).length > 0) return;
  return prepare(step, address, {}).url.slice(new URL(address).origin.length);
}
