import { attribute, type Element } from '../../src/contract/page.ts';
import type { ReadyRequest } from '../../src/contract/step.ts';
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

/** What keeps a form from being found or filled in. */
export interface Obstacle {
  what: 'no-form' | 'no-row' | 'no-field' | 'no-name' | 'no-option';
  /** The field as people call it, the option, or what a link says. */
  wanted: string;
  /** What there is instead. */
  found: string;
}

/**
 * Fills in the first form that has the fields, as a person would, and gives
 * the request that the browser then sends. Without fields, it is the form
 * behind a button.
 *
 * @param page the address of the page
 * @param forms those that may be meant, the likeliest first
 */
export function fillForm(
  page: string,
  values: Record<string, string>,
  forms: Element[],
): ReadyRequest | Obstacle | undefined {
  let obstacle: Obstacle | undefined;
  for (const form of forms) {
    const controls = controlsOf(form);
    const matched = match(controls, Object.keys(values));
    if (!Array.isArray(matched)) {
      obstacle ??= matched;
      continue;
    }
    for (const [field, control] of matched) {
      const filled = fill(control, values[field] ?? '');
      if (typeof filled === 'object') return filled;
      control.value = filled;
    }
    return encode(form, controls, page);
  }
  return obstacle;
}

/** Finds the control of each field: by its label, its name, or its type. */
function match(
  controls: Control[],
  fields: string[],
): [string, Control][] | Obstacle {
  const matched: Record<string, Control> = {};
  const shown = controls.filter(({ kind }) => !/hidden|button/.test(kind));
  const free = new Set(shown);
  const ways = [
    (field: string, { label }: Control) => known[field]?.label.test(label),
    (field: string, { name }: Control) => name === field,
    (field: string, { kind }: Control) => known[field]?.kind === kind,
  ];
  for (const fits of ways) {
    for (const field of fields) {
      const found = [...free].find((control) => fits(field, control));
      if (matched[field] || !found) continue;
      matched[field] = found;
      free.delete(found);
    }
  }
  for (const field of fields) {
    const wanted = known[field]?.title ?? field;
    const control = matched[field];
    const found = shown.map(({ label, name }) => label || name).join(', ');
    if (!control) return { what: 'no-field', wanted, found };
    if (control.name === '') return { what: 'no-name', wanted, found: '' };
  }
  return Object.entries(matched);
}

/** What is sent for a field. */
function fill({ kind, options }: Control, value: string): string | Obstacle {
  // A browser takes nothing but numbers there.
  if (kind === 'number') return Number.isNaN(Number(value)) ? '' : value;
  if (kind !== 'choice') return value;
  const found = options.map(({ text }) => text).join(', ');
  const option = options.find(
    (one) => one.text.includes(value) || one.value === value,
  );
  return option?.value ?? { what: 'no-option', wanted: value, found };
}

/** The request of a form whose first button is pressed. */
function encode(form: Element, controls: Control[], page: string) {
  const body = new URLSearchParams();
  const pressed = controls.find(({ kind }) => kind === 'button');
  for (const control of controls) {
    const { kind, name, value } = control;
    const isSent = kind !== 'button' || control === pressed;
    if (name === '' || value === undefined || !isSent) continue;
    // A browser sends the ends of lines as the network does.
    body.append(name, value.replace(/\r?\n/g, '\r\n'));
  }
  const action = attribute(form, 'action') || page;
  const url = new URL(URL.canParse(action, page) ? action : page, page);
  url.hash = '';
  if (attribute(form, 'method')?.toUpperCase() !== 'POST') {
    url.search = body.toString();
    return { method: 'GET', url: url.href, headers: {}, body: '' };
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url: url.href, headers, body: body.toString() };
}
