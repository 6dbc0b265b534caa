import type { Wrong } from '../../src/contract/judge.ts';
import { exceptionIn, isHtml, readText } from '../../src/contract/page.ts';
import type { Exchange } from '../../src/contract/send.ts';
import { needs, type Step } from '../../src/contract/step.ts';
import { diagnoseJson } from './json.ts';
import { type Code, type Problem, problem } from './problem.ts';

const parts: Record<string, string> = {
  heading: '제목(h1)',
  list: '목록(ul, li)',
  table: '제목 셀이 있는 표(table, th, td)',
  image: '그림(img)',
  stylesheet: '스타일시트(link)',
};

/** What a thing that is wrong comes from, and what to do about it. */
export function diagnose(
  step: Step,
  exchange: Exchange,
  { what, expected, found }: Wrong,
): Problem {
  if (what === 'status') return diagnoseStatus(step, exchange, expected);
  if (what === 'json') return diagnoseJson(exchange, step.gives);
  const type = exchange.headers['content-type'] ?? '없음';
  if (what === 'encoding') {
    const shown = `${found}, Content-Type: ${type}`;
    return problem('encoding', '알린 인코딩과 같은 글자', shown);
  }
  if (what === 'stock') return problem('stock-404', '직접 만든 페이지', found);
  if (/\{\{.*\}\}|\{%.*%\}|<%.*%>/s.test(readText(exchange))) {
    return problem('template', expected, found);
  }
  if (what === 'part') {
    const name = parts[expected] ?? expected;
    if (isHtml(exchange)) return problem('part', name, found, name);
    return problem('not-html', name, `Content-Type: ${type}`);
  }
  // `<b>길동` was asked for, and the page has an element b.
  const [tag] = /<\w+>/.exec(expected) ?? [];
  const isTag = tag !== undefined && exchange.body.includes(tag);
  return problem(isTag ? 'escaping' : 'text', expected, found);
}

function diagnoseStatus(step: Step, exchange: Exchange, right: string) {
  const { status, request } = exchange;
  const expected = `상태 코드 ${right.replace(', ', ' 또는 ')}`;
  const found = `${status} ${readText(exchange)}`.trim();
  const explain = (code: Code, word = '') =>
    problem(code, expected, found, word);
  const isJson = request.headers['content-type']?.includes('json');
  const names = isJson
    ? Object.keys(Object(step.json))
    : [...new URLSearchParams(request.body).keys()];
  const error = exceptionIn(exchange);
  // Flask's debugger has a name that was not sent as an exception.
  const isUnread = names.length > 0 && error.includes('KeyError');
  if ([400, 422].includes(status) || isUnread) {
    const word = `보낸 이름: ${names.join(', ')}`;
    return problem('input-refused', expected, error || found, word);
  }
  if (status >= 500) {
    const isTemplate = /TemplateNotFound|ENOENT|Failed to lookup view/;
    const code = isTemplate.test(error) ? 'template-missing' : 'crash';
    return problem(code, expected, error || found);
  }
  const isGood = status >= 200 && status < 300;
  if (isGood && right.startsWith('405')) {
    return explain('method-taken', request.method);
  }
  if (isGood && right.startsWith('404')) return explain('soft-404');
  if (status === 404) {
    return explain(needs(step).length > 0 ? 'not-stored' : 'no-route');
  }
  if (status === 405) return explain('method', request.method);
  if (status === 415) return explain('body-type');
  return explain('status');
}
