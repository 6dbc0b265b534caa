import { count } from '../../../src/contract/judge.ts';
import {
  attribute,
  type Element,
  elementsOf,
  isHtml,
  readText,
  textOf,
} from '../../../src/contract/page.ts';
import type { Exchange, Visit } from '../../../src/contract/send.ts';
import {
  type Kept,
  needs,
  prepare,
  type ReadyRequest,
  requestLine,
  type Step,
} from '../../../src/contract/step.ts';
import { isProblem, type Problem, problem } from '../problem.ts';
import { type Browser, get } from './browser.ts';
import { insideOf } from './controls.ts';
import { fillForm } from './form.ts';

/** What a link or a button says that leads to it. */
const intents: Record<string, RegExp> = {
  new: /추가|등록|생성|새|작성|가입|new|add|create/i,
  edit: /수정|변경|편집|고치|edit|update|modify/i,
  delete: /삭제|제거|지우|delete|remove/i,
};

/** Where there is no such word, no link leads anywhere. */
const nothing = /(?!)/;

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
): Promise<ReadyRequest | Visit | Problem> {
  const { path } = requestLine(step);
  const intent = intents[path.split('/').at(-1) ?? ''] ?? nothing;
  const isAboutOne = needs(step).length > 0;
  const start = await get(browser, browser.base);
  const within = isAboutOne ? findRow(start.last, row, intent) : undefined;
  const isShown = !isAboutOne || within !== undefined;
  const isKnown = needs(step).every((name) => kept[name]);
  const places = isShown ? [browser.base] : [];
  if (isShown) places.push(...findLinks(start.last, within, intent));
  if (isKnown) places.push(prepare({ get: path }, browser.base, kept).url);
  let obstacle: Problem | undefined;
  for (const [at, url] of places.entries()) {
    const isStart = isShown && at === 0;
    const visit = isStart ? start : await get(browser, url);
    const forms = findForms(visit.last, isStart ? within : undefined, intent);
    const page = visit.last.request.url;
    const filled = fillForm(page, step.form ?? {}, forms);
    if (filled && !isProblem(filled)) return filled;
    obstacle ??= filled;
    // A link that does it at once is one way, too.
    const isDone = !isStart && isAboutOne && visit.exchanges.length > 1;
    if (isDone && visit.last.status === 200) return visit;
  }
  if (obstacle) return obstacle;
  const found = readText(start.last) || '없음';
  if (!isAboutOne) return problem('no-form', '폼이 있는 페이지', found);
  const wanted = path.endsWith('delete') ? '삭제' : '수정';
  return problem('no-row', `목록에서 사용자 옆의 ${wanted}`, found, wanted);
}

/** The smallest part of a page with all values and one way to do it. */
function findRow(
  page: Exchange,
  values: string[],
  intent: RegExp,
): Element | undefined {
  if (!isHtml(page) || values.length === 0) return undefined;
  const rows = elementsOf(page.body).filter((element) => {
    const text = textOf(element);
    if (values.some((value) => count(text, value) === 0)) return false;
    const ways = elementsOf(element).filter(leadsTo(intent));
    const links = ways.filter(({ tagName }) => tagName === 'a').length;
    // With two, it is more than this user's row.
    return ways.length > 0 && links < 2 && ways.length - links < 2;
  });
  // Of several like it, the one that was added last.
  const shortest = Math.min(...rows.map((row) => textOf(row).length));
  return rows.filter((row) => textOf(row).length <= shortest + 4).at(-1);
}

function leadsTo(intent: RegExp) {
  return (element: Element) => {
    const more = element.tagName === 'a' ? 'href' : 'value';
    const words = ['aria-label', more].map((name) => attribute(element, name));
    const isWay = /^(a|button|input)$/.test(element.tagName);
    return isWay && intent.test([textOf(element), ...words].join(' '));
  };
}

/** The forms of a part of a page, those with a fitting button first. */
function findForms(
  page: Exchange,
  within: Element | undefined,
  intent: RegExp,
) {
  if (!isHtml(page)) return [];
  const all = elementsOf(within ?? page.body);
  const forms = all.filter(({ tagName }) => tagName === 'form');
  const fitting = forms.filter((form) =>
    insideOf(form).some((node) => 'tagName' in node && leadsTo(intent)(node)),
  );
  return within ? fitting : [...fitting, ...forms];
}

/** The addresses on this server to which a part of a page has links. */
function findLinks(
  page: Exchange,
  within: Element | undefined,
  intent: RegExp,
) {
  if (!isHtml(page)) return [];
  const { url } = page.request;
  return elementsOf(within ?? page.body)
    .filter((element) => element.tagName === 'a' && leadsTo(intent)(element))
    .map((link) => URL.parse(attribute(link, 'href') ?? '', url)?.href ?? '')
    .filter((href) => href.startsWith(`${new URL(url).origin}/`))
    .slice(0, 3);
}
