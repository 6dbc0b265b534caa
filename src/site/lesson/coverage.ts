import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../config.ts';
import type { Lines } from './scratch.ts';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', {
  callCount: true,
  detailed: true,
});

/** Begins anew: V8 counts from the last time that it was asked. */
export async function forgetLines() {
  await session.post('Profiler.takePreciseCoverage');
}

/** The lines of exercises that ran in this thread since `forgetLines`. */
export async function linesThatRan(): Promise<Lines> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const lines: Lines = {};
  for (const { url, functions } of result) {
    if (!/\/src\/exercises\/[^/]+\/[\w-]+\.ts$/.test(url)) continue;
    const path = fileURLToPath(url);
    // Types are replaced by blanks before a file runs, so that offsets fit.
    const text = readFileSync(path, 'utf8');
    const counts = new Uint8Array(text.length);
    // Outer ranges come before inner ones, which know better.
    for (const { ranges } of functions) {
      if (ranges[0]?.count === 0) continue;
      for (const { startOffset, endOffset, count } of ranges) {
        counts.fill(count > 0 ? 1 : 0, startOffset, endOffset);
      }
    }
    const numbers = numbersOf(text, counts);
    const file = relative(projectRoot, path).replaceAll(sep, '/');
    if (numbers.length > 0) lines[file] = numbers;
  }
  return lines;
}

/** The numbers of the lines whose code ran, without brackets and comments. */
function numbersOf(text: string, counts: Uint8Array): number[] {
  const numbers: number[] = [];
  let offset = 0;
  for (const [at, line] of text.split('\n').entries()) {
    const first = offset + line.search(/\S|$/);
    const isCode = /[^\s(){}[\];,]/.test(line) && !/^\s*(\/|\*)/.test(line);
    if (isCode && counts[first] === 1) numbers.push(at + 1);
    offset += line.length + 1;
  }
  return numbers;
}
