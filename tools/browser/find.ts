import { count } from '../../src/contract/judge.ts';
import {
  attribute,
  type Element,
  elementsOf,
  isHtml,
  readText,
  textOf,
} from '../../src/contract/page.ts';
import type { Exchange } from '../../src/contract/send.ts';
import {
  type Kept,
  needs,
  prepare,
  type ReadyRequest,
  requestLine,
  type Step,
} from '../../src/contract/step.ts';
import { type Browser, get, type Visit } from './browser.ts';
import { fillForm, type Obstacle } from './form.ts';

/** What a link or a button says that leads to it. */
const intents: Record<string, RegExp> = {
  new: /추가|등록|생성|새|작성|가입|new|add|create/i,
  edit: /수정|변경|편집|고치|edit|update|modify/i,
  delete: /삭제|제거|지우|delete|remove/i,
};

/**
 * Finds and fills in the form of a step as a person does: on the start page,
 * behind a link of it, or at the address that the lecture gives it; where the
 * step is about one user, in or behind that user's row.
 *
 * @param row the user's values, as the list shows them
 * @returns the request, or the page behind a link that did it all at once
 */
export async function findForm(
  browser: Browser,
  step: Step,
  kept: Kept,
  row: string[],
): Promise<ReadyRequest | Visit | Obstacle> {
  const { path } = requestLine(step);
  const intent = intents[path.split('/').at(-1) ?? ''];
  const isAboutOne = needs(step).length > 0;
  const start = await get(browser, browser.base);
  const within = isAboutOne ? findRow(start.last, row, intent) : undefined;
  const isShown = !isAboutOne || within !== undefined;
  let obstacle: Obstacle | undefined;
  const look = (page: Exchange, part?: Element) => {
    const forms = findForms(page, part, intent);
    const filled = fillForm(page.request.url, step.form ?? {}, forms);
    if (filled && 'url' in filled) return filled;
    obstacle ??= filled;
    return undefined;
  };

  const ready = isShown && look(start.last, within);
  if (ready) return ready;
  const isKnown = needs(step).every((name) => kept[name]);
  const links = isShown ? findLinks(start.last, within, intent) : [];
  if (isKnown) links.push(prepare({ get: path }, browser.base, kept).url);
  for (const url of links) {
    const visit = await get(browser, url);
    const ready = look(visit.last);
    if (ready) return ready;
    // A link that does it at once is one way, too.
    const isDone = isAboutOne && visit.exchanges.length > 1;
    if (isDone && visit.last.status === 200) return visit;
  }
  const found = readText(start.last);
  const wanted = path.endsWith('delete') ? '삭제' : '수정';
  return obstacle ?? { what: isAboutOne ? 'no-row' : 'no-form', wanted, found };
}

/** The page that a GET step is about, where its own address has none. */
export async function findPage(
  browser: Browser,
  step: Step,
): Promise<Visit | undefined> {
  const intent = intents[requestLine(step).path];
  if (!intent) return undefined;
  const start = await get(browser, browser.base);
  const [url] = findLinks(start.last, undefined, intent);
  return url ? await get(browser, url) : start;
}

/** The smallest part of a page with all values and a way to do it. */
function findRow(
  page: Exchange,
  values: string[],
  intent?: RegExp,
): Element | undefined {
  if (!isHtml(page) || values.length === 0) return undefined;
  const rows = elementsOf(page.body).filter((element) => {
    const text = textOf(element);
    const isRow = values.every((value) => count(text, value) > 0);
    const ways = intent ? elementsOf(element).filter(leadsTo(intent)) : [];
    const links = ways.filter(({ tagName }) => tagName === 'a').length;
    // With two, it is more than this user's row.
    const isHis = ways.length > 0 && links < 2 && ways.length - links < 2;
    return isRow && (!intent || isHis);
  });
  // Of several like it, the one that was added last.
  const shortest = Math.min(...rows.map((row) => textOf(row).length));
  return rows.filter((row) => textOf(row).length <= shortest + 4).at(-1);
}

function leadsTo(intent: RegExp) {
  return (element: Element) => {
    const label = attribute(element, 'aria-label') ?? '';
    const words = `${textOf(element)} ${label} ${attribute(element, 'value') ?? ''}`;
    if (element.tagName === 'a') {
      return intent.test(`${words} ${attribute(element, 'href') ?? ''}`);
    }
    return /^(button|input)$/.test(element.tagName) && intent.test(words);
  };
}

/** The forms of a part of a page, those with a fitting button first. */
function findForms(page: Exchange, within?: Element, intent?: RegExp) {
  if (!isHtml(page)) return [];
  const all = elementsOf(within ?? page.body);
  const forms = all.filter(({ tagName }) => tagName === 'form');
  const fitting = forms.filter(
    (form) => intent && elementsOf(form).some(leadsTo(intent)),
  );
  return within ? fitting : [...fitting, ...forms];
}

/** The addresses on this server to which a part of a page has links. */
function findLinks(page: Exchange, within?: Element, intent?: RegExp) {
  if (!isHtml(page) || !intent) return [];
  const { url } = page.request;
  return elementsOf(within ?? page.body)
    .filter((element) => element.tagName === 'a' && leadsTo(intent)(element))
    .map((link) => attribute(link, 'href') ?? '')
    .filter((href) => URL.canParse(href, url))
    .map((href) => new URL(href, url))
    .filter(({ origin }) => origin === new URL(url).origin)
    .map(({ href }) => href)
    .slice(0, 3);
}
