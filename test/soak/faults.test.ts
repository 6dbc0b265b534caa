import { expect, test } from 'vitest';
import { tryAll } from '../../tools/soak/faults.ts';
import {
  courseAndDatabase,
  frontAndApi,
  type Pair,
} from '../../tools/soak/pairs.ts';

// Within the greeting, the login, a prepared statement, its rows; head, body.
const cuts = [0, 1, 78, 110, 150, 301, 600, 1000, 1801, 3000, 4096];

async function brokenBy(pair: Pair) {
  try {
    // Test machines are slow at times.
    const rows = await tryAll('', pair, cuts, 1, 15_000);
    return rows.filter(({ held }) => !held);
  } finally {
    await pair.close();
  }
}

const url = () => process.env.TEST_MYSQL_URL ?? '';

test('nothing between server and database makes half an answer', async ({
  skip,
}) => {
  if (!url()) skip('there is no MySQL server');
  expect(await brokenBy(await courseAndDatabase(url()))).toEqual([]);
});

test('nothing between front and API makes half an answer', async () => {
  expect(await brokenBy(await frontAndApi())).toEqual([]);
});
