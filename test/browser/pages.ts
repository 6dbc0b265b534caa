import { extname } from 'node:path';
import { perform } from '../../src/contract/send.ts';
import type { Kept } from '../../src/contract/step.ts';
import { course } from '../../src/course.ts';
import { type Exercise, filesOf } from '../../src/exercise.ts';
import { sourceFiles } from '../../src/site/source/files.ts';
import { mysqlAt, serve } from '../support.ts';

/** A page that is to be looked at: opened, or the answer to a form. */
export interface Visit {
  path: string;
  form?: Record<string, string>;
}

/** The pages of one server. */
export interface Visits {
  /** Its address, without a slash at the end. */
  url: string;
  visits: Visit[];
}

/** What the server sends for a page. */
export async function htmlOf(url: string, { path, form }: Visit) {
  const init = form && { method: 'POST', body: new URLSearchParams(form) };
  return await (await fetch(url + path, init)).text();
}

/** The first file of each kind. */
function oneOfEachKind(files: string[]): string[] {
  const kinds = new Map<string, string>();
  for (const file of files) {
    const kind = extname(file) || file;
    if (!kinds.has(kind)) kinds.set(kind, file);
  }
  return [...kinds.values()];
}

/** Home, lessons with a tab of each kind, sources, exchanges, errors. */
export async function sitePages(): Promise<Visits> {
  const { url } = await serve();
  const files = sourceFiles;
  const tabs = course.flatMap((exercise) => {
    const twin = `flask/${exercise.slug}/`;
    return [
      ...filesOf(exercise),
      ...files.filter((file) => file.startsWith(twin)),
    ].map((file) => `/learn/${exercise.id}?file=${file}`);
  });
  const paths = [
    '/',
    ...course.map(({ id }) => `/learn/${id}`),
    ...oneOfEachKind(tabs),
    '/source/',
    ...oneOfEachKind(files).map((file) => `/source/${file}`),
    '/source/src/app.ts?lines=10-20',
    '/help',
    '/help?q=nothing-of-that-kind',
    '/start',
    '/start?shell=powershell',
    '/nothing',
    '/ex2-3/submit',
    '/%',
  ];
  const typed = { method: 'GET', path: 'users', body: '' };
  return {
    url,
    visits: [
      ...paths.map((path) => ({ path })),
      { path: '/learn/ex2-3?step=2' },
      { path: '/learn/ex4?step=8' },
      { path: '/learn/ex4/exchange', form: typed },
      { path: '/learn/ex4/exchange', form: { ...typed, path: '../' } },
    ],
  };
}

/**
 * The pages of an exercise, as its contract leads to them: those that it
 * opens, and those that answer a form. What is no page, such as the line of
 * text that ex1 answers, is left out.
 */
export async function exercisePages({ id, contract }: Exercise) {
  const { url } = await serve();
  const visits: Visit[] = [];
  const kept: Kept = {};
  for (const step of contract) {
    for (const exchange of await perform(step, `${url}/${id}/`, kept)) {
      if (!isPage(exchange.body)) continue;
      const path = exchange.request.url.slice(url.length);
      if (exchange.request.method === 'GET') visits.push({ path });
      else if (step.form) visits.push({ path, form: step.form });
    }
  }
  return { url, visits } satisfies Visits;
}

/** What readers see while the API and the database are away. */
export async function awayPages(): Promise<Visits> {
  const apiUrl = 'http://127.0.0.1:1';
  const { url } = await serve({ apiUrl, database: mysqlAt(1) });
  const visits: Visit[] = [];
  for (const { id } of course) {
    const path = `/${id}/`;
    if (isPage(await htmlOf(url, { path }))) visits.push({ path });
  }
  return { url, visits };
}

function isPage(text: string): boolean {
  return /^\s*<!doctype html>/i.test(text);
}
