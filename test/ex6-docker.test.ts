import { hostname, release, type, userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { newApp } from './support.ts';

const open = async (port: number) =>
  (await newApp({ port }).inject('/ex6/')).body;

test('tells where this server runs', async () => {
  const body = await open(15007);
  expect(body).toContain(`<td>${hostname()}</td>`);
  // A container has no kernel of its own: this is its host's.
  expect(body).toContain(`<td>${type()} ${release()}</td>`);
  expect(body).toContain(`<td>${process.version}</td>`);
  expect(body).toContain(`<td>${userInfo().username}</td>`);
  expect(body).toContain('<td>15007</td>');
  expect(body).toMatch(/컨테이너 안에서 실행 중<\/th><td>(예|아니요)</);
});

test("shows the lecture's commands for the port of this server", async () => {
  const body = await open(15001);
  expect(body).toContain('docker build -t ex_15001 .');
  expect(body).toContain('docker run -d -p 15001:15001 ex_15001<');
  expect(body).toContain('<code>docker compose -f compose.ex6.yaml up -d');
  expect(body).toContain('<code>docker compose -f compose.ex6.yaml down');
});

test('tells the image about a port that it does not expect', async () => {
  const body = await open(15007);
  expect(body).toContain('docker run -d -e PORT=15007 -p 15007:15007 ex_15007');
  expect(body).toContain('PORT=15007 docker compose -f compose.ex6.yaml up');
  expect(body).not.toContain('15001');
});

test('explains sixteen commands', async () => {
  expect((await open(15001)).match(/<dt><code>docker /g)).toHaveLength(16);
});
