import { expect, test } from 'vitest';
import { tryAll } from '../../tools/soak/faults.ts';
import {
  courseAndDatabase,
  frontAndApi,
  type Pair,
} from '../../tools/soak/pairs.ts';
import { sendBytes } from '../requests.ts';
import { serve } from '../support.ts';

// Within the greeting, the login, a prepared statement, its rows; head, body.
const cuts = [0, 1, 78, 110, 150, 301, 600, 1000, 1801, 3000, 4096];

// Waits for its ten seconds while the other tests run.
const { port } = await serve();
const start = performance.now();
const slow = sendBytes(
  port,
  'POST /ex4/api/user HTTP/1.1\r\nHost: a\r\nConnection: close\r\n',
  'Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{',
).then((answer) => ({ ...answer, ms: performance.now() - start }));

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

test('a body that comes too slowly gets 408 after about ten seconds', async () => {
  const { ms, status, head, body } = await slow;
  expect(status).toBe(408);
  expect(head).toMatch(/^content-type: text\/html; charset=utf-8/m);
  expect(body).toContain('<html lang="ko">');
  // Node looks each second; without our settings it takes sixty or more.
  expect(ms).toBeLessThan(20_000);
});
