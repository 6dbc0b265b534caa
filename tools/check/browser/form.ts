import { attribute, type Element } from '../../../src/contract/page.ts';
import type { ReadyRequest } from '../../../src/contract/step.ts';
import { type Problem, problem } from '../problem.ts';
import { type Control, controlsOf } from './controls.ts';

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
 * Fills in the first form that has the fields, as a person would, and gives
 * the request that the browser then sends, or else what keeps the first form
 * from that. Without fields, it is the form behind a button.
 *
 * @param page the address of the page
 * @param forms those that may be meant, the likeliest first
 */
export function fillForm(
  page: string,
  values: Record<string, string>,
  forms: Element[],
): ReadyRequest | Problem | undefined {
  let first: Problem | undefined;
  for (const form of forms) {
    const controls = controlsOf(form);
    const wrong = fillIn(controls, values);
    if (!wrong) return encode(form, controls, page);
    first ??= wrong;
  }
  return first;
}

/** Finds the control of each field: by its label, its name, or its type. */
function fillIn(controls: Control[], values: Record<string, string>) {
  const shown = controls.filter(({ kind }) => !/hidden|button/.test(kind));
  const free = new Set(shown);
  const matched = new Map<string, Control>();
  const ways = [
    (field: string, { label }: Control) => known[field]?.label.test(label),
    (field: string, { name }: Control) => name === field,
    (field: string, { kind }: Control) => known[field]?.kind === kind,
  ];
  for (const fits of ways) {
    for (const field of Object.keys(values)) {
      const found = [...free].find((control) => fits(field, control));
      if (matched.has(field) || !found) continue;
      matched.set(field, found);
      free.delete(found);
    }
  }
  for (const [field, value] of Object.entries(values)) {
    const title = known[field]?.title ?? field;
    const control = matched.get(field);
    const names = shown.map(({ label, name }) => label || name);
    const found = [...new Set(names)].join(', ');
    const explain = (code: 'no-field' | 'no-name', expected: string) =>
      problem(code, expected, found || '없음', title);
    if (!control) return explain('no-field', `${title} 칸이 있는 폼`);
    if (control.name === '') return explain('no-name', `${title} 칸의 name`);
    if (control.kind === 'number') {
      // A browser takes nothing but numbers there.
      control.value = Number.isNaN(Number(value)) ? '' : value;
    } else if (control.kind !== 'choice') control.value = value;
    else {
      const wrong = choose(controls, control.name, value);
      if (wrong) return wrong;
    }
  }
  return undefined;
}

/** Chooses what a field offers, if it does. */
function choose(controls: Control[], name: string, value: string) {
  const offered = controls.filter((one) => {
    return one.kind === 'choice' && one.name === name;
  });
  const chosen = offered.find(
    ({ offer, value: sent }) => sent === value || offer.includes(value),
  );
  for (const one of offered) one.isOn = one === chosen;
  const found = offered.map(({ offer }) => offer).join(', ');
  return chosen ? undefined : problem('no-option', value, found, value);
}

/** The request of a form whose first button is pressed. */
function encode(form: Element, controls: Control[], page: string) {
  const body = new URLSearchParams();
  const pressed = controls.find(({ kind }) => kind === 'button');
  for (const control of controls) {
    const { kind, name, value, isOn } = control;
    const isSent = kind === 'button' ? control === pressed : isOn;
    if (name === '' || !isSent) continue;
    // A browser sends the ends of lines as the network does.
    body.append(name, value.replace(/\r?\n/g, '\r\n'));
  }
  const url =
    URL.parse(attribute(form, 'action') || page, page) ?? new URL(page);
  url.hash = '';
  if (attribute(form, 'method')?.toUpperCase() !== 'POST') {
    url.search = body.toString();
    return { method: 'GET', url: url.href, headers: {}, body: '' };
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url: url.href, headers, body: body.toString() };
}
