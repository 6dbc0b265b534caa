import { attribute, type Element } from '../../src/contract/page.ts';
import type { ReadyRequest } from '../../src/contract/step.ts';
import { type Control, controlsOf } from './controls.ts';
import { isProblem, type Problem, problem } from './problem.ts';

/** What people call the fields of the exercises. */
const known: Record<
  string,
  { title: string; label: RegExp; kind: Control['kind'] }
> = {
  name: { title: '이름', label: /이름|성명|\bname/i, kind: 'text' },
  age: { title: '나이', label: /나이|연령|\bage/i, kind: 'number' },
  food: { title: '음식', label: /음식|메뉴|food|menu/i, kind: 'choice' },
  text: { title: '텍스트', label: /json|텍스트|내용|문자열/i, kind: 'area' },
};

/**
 * Fills in the form that has the fields, as a person would, and gives the
 * request that the browser then sends. Without fields, it is the form behind
 * a button.
 *
 * @param page the address of the page
 * @param forms those that may be meant, the likeliest first
 * @returns undefined where the page has no such form, or what keeps the form
 *   from being filled in
 */
export function fillForm(
  page: string,
  values: Record<string, string>,
  forms: Element[],
): ReadyRequest | Problem | undefined {
  let trouble: Problem | undefined;
  for (const form of forms) {
    const controls = controlsOf(form);
    const matched = match(controls, Object.keys(values));
    if (isProblem(matched)) {
      trouble ??= matched;
      continue;
    }
    for (const [field, control] of Object.entries(matched)) {
      const filled = fill(control, values[field] ?? '');
      if (filled !== undefined) control.value = filled;
      else return noOption(control, values[field] ?? '');
    }
    return encode(form, controls, page);
  }
  return trouble;
}

/** Finds the control of each field: by its label, its name, or its type. */
function match(
  controls: Control[],
  fields: string[],
): Record<string, Control> | Problem {
  const matched: Record<string, Control> = {};
  const free = controls.filter(({ kind }) => !/hidden|button/.test(kind));
  const take = (field: string, fits: (control: Control) => boolean) => {
    const found = free.find(fits);
    if (matched[field] || !found) return;
    matched[field] = found;
    free.splice(free.indexOf(found), 1);
  };
  for (const field of fields) {
    take(field, ({ label }) => known[field]?.label.test(label) ?? false);
  }
  for (const field of fields) take(field, ({ name }) => name === field);
  for (const field of fields) {
    take(field, ({ kind }) => kind === known[field]?.kind);
  }
  for (const field of fields) {
    const { title = field } = known[field] ?? {};
    const expected = `${title} 칸이 있는 폼`;
    const control = matched[field];
    const found = `폼의 칸: ${labelsOf(controls) || '없음'}`;
    if (!control) return problem('no-field', expected, found, title);
    if (control.name === '') {
      return problem('no-name', `${title} 칸의 name`, 'name이 없음', title);
    }
  }
  return matched;
}

function labelsOf(controls: Control[]): string {
  const shown = controls.filter(({ kind }) => !/hidden|button/.test(kind));
  return shown.map(({ label, name }) => label || name).join(', ');
}

function noOption({ options }: Control, value: string): Problem {
  const found = options.map(({ text }) => text).join(', ') || '없음';
  return problem('no-option', value, found, `"${value}" 항목이`);
}

/** What is sent for a field; undefined where a choice does not offer it. */
function fill({ kind, options }: Control, value: string): string | undefined {
  // A browser takes nothing but numbers there.
  if (kind === 'number') return Number.isNaN(Number(value)) ? '' : value;
  if (kind !== 'choice') return value;
  return options.find((o) => o.text.includes(value) || o.value === value)
    ?.value;
}

/** The request of a form: the first button is pressed. */
function encode(form: Element, controls: Control[], page: string) {
  const pairs: [string, string][] = [];
  const pressed = controls.find(({ kind }) => kind === 'button');
  for (const control of controls) {
    const { kind, name, value } = control;
    if (name === '' || value === undefined) continue;
    if (kind !== 'button' || control === pressed) pairs.push([name, value]);
  }
  const of = (name: string) =>
    (pressed && attribute(pressed.element, `form${name}`)) ||
    attribute(form, name);
  const action = of('action') || page;
  const url = new URL(URL.canParse(action, page) ? action : page, page);
  url.hash = '';
  if (of('method')?.toUpperCase() !== 'POST') {
    url.search = new URLSearchParams(pairs).toString();
    return { method: 'GET', url: url.href, headers: {}, body: '' };
  }
  const type = of('enctype')?.toLowerCase();
  const { headers, body } =
    type === 'multipart/form-data' ? multipart(pairs) : urlencoded(pairs);
  return { method: 'POST', url: url.href, headers, body };
}

function urlencoded(pairs: [string, string][]) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  // A browser sends the ends of lines as the network does.
  const body = new URLSearchParams();
  for (const [name, value] of pairs) {
    body.append(name, value.replace(/\r?\n/g, '\r\n'));
  }
  return { headers, body: body.toString() };
}

function multipart(pairs: [string, string][]) {
  const boundary = 'check-0f8b2c6d4e';
  const parts = pairs.map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; ` +
      `name="${name}"\r\n\r\n${value}\r\n`,
  );
  const type = `multipart/form-data; boundary=${boundary}`;
  const body = `${parts.join('')}--${boundary}--\r\n`;
  return { headers: { 'content-type': type }, body };
}
