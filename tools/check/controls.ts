import {
  attribute,
  type Element,
  elementsOf,
  textOf,
} from '../../src/contract/page.ts';

/** A field of a form; the radio buttons of one name are one field. */
export interface Control {
  element: Element;
  kind: 'text' | 'number' | 'choice' | 'area' | 'hidden' | 'button';
  name: string;
  /** The words by which a person knows it. */
  label: string;
  /** What it sends unless it is filled in; undefined: nothing. */
  value: string | undefined;
  /** What a choice offers: the words and what is sent. */
  options: { text: string; value: string }[];
}

const controlTags = /^(input|select|textarea|button)$/;

/** The controls that belong to a form, in the order of the page. */
export function controlsOf(form: Element): Control[] {
  const id = attribute(form, 'id');
  const page = pageOf(form);
  const inside = insideOf(form, page);
  const all = page.filter((element) => {
    const owner = attribute(element, 'form');
    const isOwn = owner === undefined ? inside.has(element) : owner === id;
    const isDisabled = attribute(element, 'disabled') !== undefined;
    return controlTags.test(element.tagName) && isOwn && !isDisabled;
  });
  const controls: Control[] = [];
  for (const element of all) {
    const control = readControl(element, page);
    const first = controls.find(
      ({ element: { attrs }, name }) =>
        isChoice(element) &&
        name === control.name &&
        attrs.some(({ name, value }) => name === 'type' && value === 'radio'),
    );
    if (!first) controls.push(control);
    else first.options.push(...control.options);
    if (first && control.value !== undefined) first.value = control.value;
  }
  return controls;
}

function pageOf(element: Element): Element[] {
  let root = element;
  while (root.parentNode && 'tagName' in root.parentNode) {
    root = root.parentNode;
  }
  return elementsOf(root);
}

/**
 * The elements of a form. Between the cells of a table, a form is closed at
 * once, but browsers count all until the next one to it.
 */
function insideOf(form: Element, page: Element[]): Set<Element> {
  const inside = elementsOf(form);
  const parent = form.parentNode;
  if (inside.length > 0 || !parent || !('tagName' in parent)) {
    return new Set(inside);
  }
  const beside = elementsOf(parent);
  const rest = page
    .slice(page.indexOf(form) + 1)
    .filter((element) => beside.includes(element));
  const next = rest.findIndex(({ tagName }) => tagName === 'form');
  return new Set(next === -1 ? rest : rest.slice(0, next));
}

function isChoice(element: Element): boolean {
  return /^(radio|checkbox)$/i.test(attribute(element, 'type') ?? '');
}

function readControl(element: Element, page: Element[]): Control {
  const { tagName } = element;
  const type = attribute(element, 'type')?.toLowerCase() ?? '';
  const name = attribute(element, 'name') ?? '';
  const label = labelOf(element, page);
  const control = { element, name, label, options: [] };
  const value = attribute(element, 'value');
  if (tagName === 'textarea') {
    return { ...control, kind: 'area', value: textOf(element) };
  }
  if (tagName === 'select') {
    const offered = elementsOf(element).filter((o) => o.tagName === 'option');
    const options = offered.map((option) => {
      const text = textOf(option);
      return { text, value: attribute(option, 'value') ?? text };
    });
    const at = offered.findIndex((o) => attribute(o, 'selected') !== undefined);
    const chosen = options[Math.max(at, 0)]?.value;
    return { ...control, kind: 'choice', value: chosen, options };
  }
  if (isChoice(element)) {
    const isOn = attribute(element, 'checked') !== undefined;
    const sent = value ?? 'on';
    const options = [{ text: label, value: sent }];
    const chosen = isOn ? sent : undefined;
    return { ...control, kind: 'choice', value: chosen, options };
  }
  const isSubmit = tagName === 'button' ? type || 'submit' : type;
  if (/^(submit|image)$/.test(isSubmit)) {
    const text = textOf(element) || value || '';
    return { ...control, kind: 'button', label: text, value: value ?? '' };
  }
  if (tagName === 'button' || /^(button|reset|file)$/.test(type)) {
    return { ...control, kind: 'hidden', value: undefined };
  }
  if (type === 'hidden') return { ...control, kind: 'hidden', value };
  const kind = type === 'number' ? 'number' : 'text';
  return { ...control, kind, value: value ?? '' };
}

/** Its label, or else what stands beside or before it. */
function labelOf(element: Element, page: Element[]): string {
  const id = attribute(element, 'id');
  const label = page.find(
    (one) => one.tagName === 'label' && id && attribute(one, 'for') === id,
  );
  const named = label ? textOf(label) : attribute(element, 'aria-label');
  if (named) return named;
  // The words around it, as long as no other field shares them.
  let words = '';
  let around = element.parentNode;
  while (around && 'tagName' in around && around.tagName !== 'form') {
    const isShared = elementsOf(around).some(
      (one) => one !== element && controlTags.test(one.tagName),
    );
    if (isShared) break;
    words = textOf(around).replace(textOf(element), '').trim();
    if (words) return words;
    around = around.parentNode;
  }
  const placeholder = attribute(element, 'placeholder');
  if (placeholder) return placeholder;
  const beside = element.parentNode?.childNodes ?? [];
  const at = beside.indexOf(element);
  const near = isChoice(element)
    ? beside.slice(at + 1)
    : beside.slice(0, at).reverse();
  const end = near.findIndex(({ nodeName }) => controlTags.test(nodeName));
  const texts = near.slice(0, end === -1 ? undefined : end).map(textOf);
  return texts.find((text) => text !== '') ?? '';
}
