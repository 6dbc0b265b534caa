import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Books, type Finding, nothing } from './books.ts';

/** A writer of the course: it writes until it is told to stop. */
type Writer = (url: string, books: Books, isOver: () => boolean) => unknown;

const foods = ['라면', '김밥', '떡볶이', '비빔밥', '치킨', '피자'];
const ageOf = (name: string) => hash(name).readUInt16BE() % 151;
const foodOf = (name: string) => foods[(hash(name)[2] ?? 0) % 6] as string;
const textOf = (name: string) => `${name} `.repeat(100).trim();

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Adds, changes and removes users over ex5's API; a fifth is nonsense. */
const writeUsers: Writer = async (url, books, isOver) => {
  const api = `${url}/ex5/api/user`;
  const json = (method: string, name: string, age: number) => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, age }),
  });
  while (!isOver()) {
    const key = randomUUID();
    const name = (revision: number) => `${key} ${revision}`;
    const refused = json('POST', name(9), 151);
    await write(books, api, refused, key, '9');
    const added = json('POST', name(0), ageOf(name(0)));
    const answer = await write(books, api, added, key, '0');
    if (answer?.status !== 201) continue;
    const { id } = JSON.parse(answer.text) as { id: number };
    for (const revision of [1, 2]) {
      const next = name(revision);
      const change = json('PUT', next, ageOf(next));
      await write(books, `${api}/${id}`, change, key, `${revision}`);
    }
    if (ageOf(key) % 2 === 0) continue;
    await write(books, `${api}/${id}`, { method: 'DELETE' }, key, nothing);
  }
};

/** Answers the survey, twice with one key, and again until it is told so. */
const writeAnswers: Writer = async (url, books, isOver) => {
  while (!isOver()) {
    const key = randomUUID();
    const id = hash(key).toString('hex').slice(0, 32);
    for (const revision of [0, 1]) {
      const name = `${id} ${revision}`;
      const fields = { key, name, age: `${ageOf(name)}`, food: foodOf(name) };
      const form = formOf(fields);
      const address = `${url}/ex2-3/submit`;
      while (!isOver()) {
        const answer = await write(books, address, form, id, `${revision}`);
        if (answer?.status === 303) break;
      }
    }
  }
};

/** Saves one sheet of the plan, version after version. */
const writeSheets: Writer = async (url, books, isOver) => {
  const id = randomUUID();
  for (let version = 0; !isOver(); ) {
    const title = `${id} ${version}`;
    const overview = textOf(title);
    const fields = { id, version: `${version}`, title, overview };
    const address = `${url}/plan/save`;
    const form = formOf({ ...fields, business: overview });
    const answer = await write(books, address, form, id, `${version}`);
    if (answer?.status === 303) version += 1;
  }
};

/** Two of them write for each table. */
export const writers: Writer[] = [
  ...[writeUsers, writeUsers, writeAnswers, writeAnswers],
  ...[writeSheets, writeSheets],
];

/** Reads what the writers wrote from the rows of their three tables. */
export const tables: Record<string, (row: Row) => Finding> = {
  users: ({ name, age }) => finding(name, Number(age) === ageOf(`${name}`)),
  survey_answers: ({ name, age, food }) =>
    finding(
      name,
      Number(age) === ageOf(`${name}`) && food === foodOf(`${name}`),
    ),
  plan_sheets: ({ title, version, overview, business }) => {
    const [, revision] = `${title}`.split(' ');
    const text = textOf(`${title}`);
    const isNext = Number(version) === Number(revision) + 1;
    return finding(title, isNext && overview === text && business === text);
  },
};

type Row = Record<string, unknown>;

function finding(name: unknown, whole: boolean): Finding {
  const [key = '', value = ''] = `${name}`.split(' ');
  return { key, value, whole };
}

function formOf(fields: Record<string, string>): RequestInit {
  const body = new URLSearchParams(fields);
  return { method: 'POST', body, redirect: 'manual' };
}

/** Sends one write, and keeps the books on what came of it. */
async function write(
  books: Books,
  address: string,
  request: RequestInit,
  key: string,
  value: string,
) {
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(address, { ...request, signal });
    const { status } = response;
    const text = await response.text();
    if (status < 400) books.done(key, value);
    else if (text.includes('알 수 없')) books.unsure(key, value);
    else books.failed(key, value);
    if (status >= 500) await sleep(20);
    return { status, text };
  } catch (error) {
    const { code } = Object((error as Error).cause);
    // While it starts, there is nobody who could have done it.
    if (code === 'ECONNREFUSED') books.failed(key, value);
    else books.unsure(key, value);
    await sleep(50);
    return undefined;
  }
}
