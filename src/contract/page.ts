import { type DefaultTreeAdapterTypes as Html, parse } from 'parse5';
import type { Exchange } from './send.ts';
import type { Part } from './step.ts';

export type Element = Html.Element;
export type Node = Html.ChildNode;

/** Whether a browser shows it as HTML: a body without a type is looked at. */
export function isHtml({ headers, body }: Exchange): boolean {
  const type = headers['content-type'];
  return type ? type.includes('html') : /^\s*<[!a-z]/i.test(body);
}

/**
 * What is in a part of a page, in its order. Without recursion: a page may be
 * deep where no tag is ever closed.
 */
export function nodesOf(root: Html.ParentNode): Node[] {
  const found: Node[] = [];
  const rest = root.childNodes.toReversed();
  for (let node = rest.pop(); node; node = rest.pop()) {
    found.push(node);
    const children = 'childNodes' in node ? node.childNodes : [];
    for (const child of children.toReversed()) rest.push(child);
  }
  return found;
}

/** The elements of a page or of one element, in the order of the page. */
export function elementsOf(html: string | Element): Element[] {
  const root = typeof html === 'string' ? parse(html) : html;
  return nodesOf(root).filter((node) => 'tagName' in node);
}

/** An attribute; undefined where the element has none of this name. */
export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** What a person reads: of a page, the text in its body with single blanks. */
export function readText(exchange: Exchange | undefined): string {
  if (!exchange) return '';
  return isHtml(exchange) ? textOf(parse(exchange.body)) : exchange.body;
}

/** What a person reads of a part of a page. */
export function textOf(root: Html.Node): string {
  const words: string[] = [];
  // A text stands for the end of a block.
  const rest: (Html.Node | string)[] = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (typeof node === 'string') words.push(node);
    else {
      if ('value' in node) words.push(node.value);
      if (node.nodeName === 'input') words.push(shownIn(node as Element));
      if (/^(head|script|style|template)$/.test(node.nodeName)) continue;
      // Words in two blocks are two words, those in two inline tags may be one.
      const edge = isInline.test(node.nodeName) ? '' : '\n';
      words.push(edge);
      rest.push(edge);
      const children = 'childNodes' in node ? node.childNodes : [];
      for (const child of children.toReversed()) rest.push(child);
    }
  }
  return words.join('').replace(/\s+/g, ' ').trim();
}

const isInline = /^(#text|a|b|code|em|i|mark|small|span|strong|u)$/;

/** The words that a field shows before anything is typed. */
function shownIn(input: Element): string {
  const isButton = attribute(input, 'type') === 'submit';
  const shown = attribute(input, isButton ? 'value' : 'placeholder');
  return ` ${shown ?? ''} `;
}

/** Whether a page has the part, and something in it. */
export function hasPart(exchange: Exchange, part: Part): boolean {
  if (!isHtml(exchange)) return false;
  const elements = elementsOf(exchange.body);
  const has = (tag: RegExp) =>
    elements.some((one) => tag.test(one.tagName) && textOf(one) !== '');
  if (part === 'heading') return has(/^h[1-6]$/);
  if (part === 'list') return has(/^li$/);
  if (part === 'table') return has(/^th$/) && has(/^td$/);
  return loadedBy(elements, part).length > 0;
}

/** The elements that make a browser fetch a picture or a stylesheet. */
export function loadedBy(elements: Element[], part: Part): Element[] {
  return elements.filter((element) => {
    if (part === 'image') {
      return element.tagName === 'img' && attribute(element, 'src');
    }
    const isLink = element.tagName === 'link' && attribute(element, 'href');
    return isLink && /\bstylesheet\b/i.test(attribute(element, 'rel') ?? '');
  });
}

/** What Flask, Express, Fastify and Python's own server say, or nothing. */
const stock = [
  /^(error:?\s*)?(404:?\s*)?(page )?(not found)?[.!]?$/i,
  /The requested URL was not found on the server/,
  /Cannot (GET|POST) \//,
  /Route GET:\S+ not found/,
  /Error code explanation/,
];

/** Whether an error page is as its framework made it, not as a person did. */
export function isStockPage(exchange: Exchange): boolean {
  const isJson = exchange.headers['content-type']?.includes('json') ?? false;
  return isJson || stock.some((words) => words.test(readText(exchange)));
}

/**
 * The exception of a framework's error page, in one line: of Werkzeug's
 * debugger, Express, Fastify, or a trace as text; '' where there is none.
 */
export function exceptionIn(exchange: Exchange): string {
  const { body, headers } = exchange;
  if (headers['content-type']?.includes('json')) {
    const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(body) ?? [];
    return message ?? '';
  }
  // Entities are read, and Express ends its lines with <br>.
  const texts = isHtml(exchange)
    ? elementsOf(body.replace(/<br\s*\/?>/g, '\n')).flatMap((element) =>
        element.childNodes.map((node) => ('value' in node ? node.value : '')),
      )
    : [body];
  const isError = /^(Uncaught )?[\w.]*(Error|Exception|NotFound|Undefined)\b/;
  const lines = texts.flatMap((text) => text.split('\n'));
  const errors = lines
    .map((line) => line.trim())
    .filter((line) => isError.test(line) && line.includes(':'));
  // Python says it last, and JavaScript first.
  const isPython = body.includes('Traceback (most recent call last)');
  const error = (isPython ? errors.at(-1) : errors[0]) ?? '';
  return error.replace(/\s*\/\/ Werkzeug Debugger$/, '');
}

/**
 * The encoding that an answer's text is really in, where a browser would read
 * it in another one.
 */
export function findEncoding({ bytes, body, headers }: Exchange) {
  const asUtf8 = bytes.toString('utf8');
  const isUtf8 = !asUtf8.includes('\ufffd');
  const hangul = /[가-힣]/;
  const isWrong = isUtf8
    ? hangul.test(asUtf8) && !hangul.test(body)
    : body.includes('\ufffd');
  const isText = !/^(image|font)\//.test(headers['content-type'] ?? '');
  if (!isWrong || !isText) return undefined;
  if (isUtf8) return 'UTF-8';
  const asKorean = new TextDecoder('euc-kr').decode(bytes);
  return hangul.test(asKorean) ? 'EUC-KR' : '알 수 없는 인코딩';
}
