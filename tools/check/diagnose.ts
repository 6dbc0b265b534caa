import type { Wrong } from '../../src/contract/judge.ts';
import {
  attribute,
  elementsOf,
  isHtml,
  readText,
} from '../../src/contract/page.ts';
import type { Exchange } from '../../src/contract/send.ts';
import { needs, requestLine, type Step } from '../../src/contract/step.ts';
import { diagnoseJson } from './json.ts';
import { type Problem, problem } from './problem.ts';

const parts: Record<string, string> = {
  heading: '제목(h1)이',
  list: '목록(ul, li)이',
  table: '제목 셀이 있는 표(table, th, td)가',
  image: '그림(img)이',
  stylesheet: '스타일시트(link)가',
};

/** What a thing that is wrong comes from, and what to do about it. */
export function diagnose(
  step: Step,
  exchange: Exchange,
  { what, expected, found }: Wrong,
): Problem {
  const text = readText(exchange);
  if (what === 'status') return diagnoseStatus(step, exchange, expected);
  if (what === 'json') return diagnoseJson(exchange, step.gives);
  if (what === 'stock') return problem('stock-404', '직접 만든 페이지', text);
  if (/\{\{.*\}\}|\{%.*%\}|<%.*%>/s.test(text)) {
    return problem('template', expected, text);
  }
  if (what === 'part') {
    const name = parts[expected] ?? expected;
    const shown = `HTML 페이지의 ${name.slice(0, -1)}`;
    if (isHtml(exchange)) return problem('part', shown, text, name);
    const type = exchange.headers['content-type'] ?? '없음';
    return problem('not-html', shown, `Content-Type: ${type}`);
  }
  // <b>길동 was asked for, and the page has an element b.
  const [, tag] = /<(\w+)>/.exec(expected) ?? [];
  const isTag = tag && exchange.body.includes(`<${tag}>`);
  return problem(isTag ? 'escaping' : 'text', expected, found);
}

function diagnoseStatus(
  step: Step,
  exchange: Exchange,
  expected: string,
): Problem {
  const { status, request } = exchange;
  const { method } = requestLine(step);
  const asked = `상태 코드 ${expected.replace(', ', ' 또는 ')}`;
  const found = `${status} ${readText(exchange)}`.trim();
  const explain = (code: Parameters<typeof problem>[0], word = '') =>
    problem(code, asked, found, word);
  if (status >= 500) {
    const error = exceptionIn(exchange);
    const isTemplate = /TemplateNotFound|ENOENT|Failed to lookup view/;
    const code = isTemplate.test(error) ? 'template-missing' : 'crash';
    return problem(code, asked, error || found, error && `오류: ${error}`);
  }
  const isGood = status >= 200 && status < 300;
  if (isGood && expected.startsWith('405')) {
    return explain('method-taken', method);
  }
  if (isGood && expected.startsWith('404')) return explain('soft-404');
  if (status === 404 && needs(step).length > 0) return explain('not-stored');
  if (status === 404) return explain('no-route');
  if (status === 405) return explain('method', request.method);
  if (status === 415) return explain('body-type');
  if (status === 400 || status === 422) {
    const names = namesIn(request.body, request.headers['content-type']);
    return explain('input-refused', names && `보낸 이름: ${names}`);
  }
  return explain('status');
}

function namesIn(body: string, type = ''): string {
  if (type.includes('json')) return Object.keys(JSON.parse(body)).join(', ');
  return [...new URLSearchParams(body).keys()].join(', ');
}

/**
 * The exception of a framework's error page, in one line: of Werkzeug's
 * debugger, Express, Fastify, or a trace as text; '' where there is none.
 */
export function exceptionIn({ body, headers }: Exchange): string {
  if (headers['content-type']?.includes('json')) {
    try {
      return String(JSON.parse(body).message ?? '');
    } catch {
      return '';
    }
  }
  const lines = body
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<[^<>]*>/g, '\n')
    .split('\n')
    .map((line) => line.trim());
  const isError = /^(Uncaught )?[\w.]*(Error|Exception|NotFound|Undefined)\b/;
  const errors = lines.filter((line) => isError.test(line) && /:/.test(line));
  // Python says it last, and JavaScript first.
  const isPython = body.includes('Traceback (most recent call last)');
  const error = (isPython ? errors.at(-1) : errors[0]) ?? '';
  return decodeEntities(error.replace(/\s*\/\/ Werkzeug Debugger$/, ''));
}

/** A parser reads `&#39;` and the like as the value of an attribute. */
function decodeEntities(text: string): string {
  const [element] = elementsOf(
    `<p title="${text.replaceAll('"', '&quot;')}">`,
  ).filter(({ tagName }) => tagName === 'p');
  return (element && attribute(element, 'title')) ?? text;
}

/** The encoding that an answer is really in, where that is not as it says. */
export function findEncoding({ bytes, body }: Exchange): string | undefined {
  const reads = (name: string) => {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  };
  const asUtf8 = reads('utf-8');
  const hangul = /[가-힣]/;
  if (asUtf8 === undefined && body.includes('\ufffd')) {
    return hangul.test(reads('euc-kr') ?? '') ? 'EUC-KR' : '알 수 없음';
  }
  const isOther = asUtf8 !== undefined && hangul.test(asUtf8);
  return isOther && !hangul.test(body) ? 'UTF-8' : undefined;
}
