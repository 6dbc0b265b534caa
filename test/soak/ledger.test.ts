import { expect, test } from 'vitest';
import { openBooks } from '../../tools/soak/books.ts';
import { run } from '../../tools/soak/ledger.ts';

test('what was acknowledged survives a kill -9 of the server', async () => {
  const rows = await run({ seconds: 3, engine: 'sqlite' });
  expect(rows.filter(({ held }) => !held)).toEqual([]);
});

test('the books tell what must not be from what may be', () => {
  const books = openBooks();
  const whole = true;
  for (const key of ['there', 'lost', 'doubled', 'half']) books.done(key, '1');
  books.unsure('there', '2');
  books.failed('failed', '1');
  const found = [
    { key: 'there', value: '2', whole },
    { key: 'doubled', value: '1', whole },
    { key: 'doubled', value: '1', whole },
    { key: 'half', value: '1', whole: false },
    { key: 'failed', value: '1', whole },
  ];
  const one = { lost: 1, doubled: 1, half: 1, doneAllTheSame: 1 };
  expect(books.compare(found)).toEqual(one);
});
