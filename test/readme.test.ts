import { expect, test } from 'vitest';
import { readSource } from '../src/site/source/files.ts';

const english = readSource('README.md');
const korean = readSource('README.ko.md');
const commands = (text: string) => text.match(/^```\w+\n[\s\S]*?^```$/gm);

test('the two READMEs have the same command blocks in the same order', () => {
  expect(commands(korean)).toEqual(commands(english));
});

test('the first commands of the README start the server and the tests', () => {
  expect(commands(english)?.slice(0, 3)).toEqual([
    '```sh\nnpm ci && npm start\n```',
    '```sh\nnpm ci --omit=dev && npm start\n```',
    '```sh\nnpm ci && npm test\n```',
  ]);
});
