import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';

/** Posts the fields as a browser posts a form. */
export function postForm(
  app: FastifyInstance,
  url: string,
  fields: string | Record<string, string> | [string, string][],
) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
}

/** Posts or puts a body of JSON, broken or not. */
export function sendJson(
  app: FastifyInstance,
  method: 'POST' | 'PUT',
  url: string,
  json: string,
) {
  const headers = { 'content-type': 'application/json' };
  return app.inject({ method, url, headers, payload: json });
}

/** The pages of a list, from the first, as each leads to the next. */
export async function followPages(app: FastifyInstance, first: string) {
  const pages: string[] = [];
  const link = /<a href="([^"]+)" rel="next">|<(.+)>; rel="next"/;
  for (let next: string | undefined = first; next; ) {
    const page: LightMyRequestResponse = await app.inject(next);
    pages.push(page.body);
    const found = link.exec(`${page.headers.link}\n${page.body}`);
    next = found?.[1] ?? found?.[2];
  }
  return pages;
}

/** Sends a new user to ex5. */
export function postUser(app: FastifyInstance, name: string, age = 20) {
  const payload = { name, age };
  return app.inject({ method: 'POST', url: '/ex5/api/user', payload });
}

/** The same where it must be taken; returns the user. */
export async function addUser(app: FastifyInstance, name: string, age = 20) {
  const response = await postUser(app, name, age);
  expect(response.statusCode).toBe(201);
  return response.json();
}

/** Sends a new user to an API over the network. */
export function sendUser(api: string, name: string, age = 20) {
  return fetch(`${api}/user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, age }),
  });
}

export async function listUsers(app: FastifyInstance) {
  const response = await app.inject('/ex5/api/users');
  expect(response.statusCode).toBe(200);
  return response.json();
}

/** Answers the survey of ex2-3; returns the address of the result. */
export async function answerSurvey(app: FastifyInstance, name: string) {
  const fields = { name, age: '17', food: '라면' };
  const { statusCode, headers } = await postForm(app, '/ex2-3/submit', fields);
  expect(statusCode).toBe(303);
  return `${headers.location}`;
}

/**
 * Writes bytes to a port of 127.0.0.1, for requests that no HTTP library
 * would send, and reads until the server hangs up.
 */
export async function sendBytes(port: number, ...parts: (string | Buffer)[]) {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  const answer = Buffer.concat(chunks).toString();
  const [head = ''] = answer.split('\r\n\r\n', 1);
  const body = answer.slice(head.length + 4);
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body };
}

/** Sends a GET, with its path as it is: fetch and inject would tidy it up. */
export function sendPath(port: number, path: string) {
  const head = 'HTTP/1.1\r\nHost: a\r\nConnection: close';
  return sendBytes(port, `GET ${path} ${head}\r\n\r\n`);
}

/** The text as a template must write it. */
export function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&#34;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Names that must come back as they were typed, or as `stored` has them. */
export const oddNames = [
  '<b>홍길동</b>',
  '"><script>alert(1)</script>',
  '</title></textarea><!--',
  "' onfocus='alert(1)",
  "'; drop table users; --",
  '&lt; &amp;amp; &',
  '<%= data.base %> {{ 7 * 7 }} $& $1',
  '  앞뒤의 빈칸  ',
  '가'.repeat(100),
  '😀'.repeat(100),
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'e\u0301 \u1112\u1161\u11ab',
  '한'.repeat(100).normalize('NFD'),
  '\u202eabc\u202c عربى',
  '홍\u3164길동',
  'a\u0000b',
  '\\ \\0 \\u0041 %41 %ZZ +',
  '__proto__',
  'null',
  '0',
];

/** What forms and the API keep of a text: its characters in one piece each. */
export function stored(text: string): string {
  return text.normalize('NFC');
}

/** What is blank to a reader is no name. */
export const blankNames = [
  ...['', ' ', '\t \r\n', '\u00a0', '\u3000\u2003', '\u0000'],
  // Fillers of Hangul, the empty cell of Braille, and characters of format.
  ...['\u3164', '\u115f', '\u1160', '\uffa0', '\u2800', '\u034f'],
  ...['\u200b', '\u00ad \u2060', '\u202e\ufeff', '\ufff9', '\u{e0001}'],
];
