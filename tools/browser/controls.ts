import {
  attribute,
  type Element,
  elementsOf,
  textOf,
} from '../../src/contract/page.ts';

/** A field of a form; the radio buttons of one name are one field. */
export interface Control {
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

/** The controls of a form, in the order of the page. */
export function controlsOf(form: Element): Control[] {
  const controls: Control[] = [];
  for (const element of insideOf(form)) {
    if (!controlTags.test(element.tagName)) continue;
    if (attribute(element, 'disabled') !== undefined) continue;
    const control = readControl(element);
    const first = controls.find(
      ({ kind, name }) => kind === 'choice' && name === control.name,
    );
    if (attribute(element, 'type') !== 'radio' || !first) {
      controls.push(control);
      continue;
    }
    first.options.push(...control.options);
    first.value ??= control.value;
  }
  return controls;
}

/**
 * The elements of a form. Between the cells of a table, a form is closed at
 * once, but browsers count all until the next one to it.
 */
function insideOf(form: Element): Element[] {
  const inside = elementsOf(form);
  const parent = form.parentNode;
  if (inside.length > 0 || !parent || !('tagName' in parent)) return inside;
  const beside = elementsOf(parent);
  const rest = beside.slice(beside.indexOf(form) + 1);
  const next = rest.findIndex(({ tagName }) => tagName === 'form');
  return next === -1 ? rest : rest.slice(0, next);
}

function readControl(element: Element): Control {
  const { tagName } = element;
  const isInput = tagName === 'input';
  const type =
    attribute(element, 'type')?.toLowerCase() ?? (isInput ? 'text' : 'submit');
  const name = attribute(element, 'name') ?? '';
  const value = attribute(element, 'value');
  const control = { name, label: labelOf(element), options: [] };
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
  if (isInput && /^(radio|checkbox)$/.test(type)) {
    const isOn = attribute(element, 'checked') !== undefined;
    const sent = value ?? 'on';
    const options = [{ text: control.label, value: sent }];
    const chosen = isOn ? sent : undefined;
    return { ...control, kind: 'choice', value: chosen, options };
  }
  if (/^(submit|image)$/.test(type)) {
    return { ...control, kind: 'button', value: value ?? '' };
  }
  if (/^(button|reset|file)$/.test(type)) {
    return { ...control, kind: 'hidden', value: undefined };
  }
  if (type === 'hidden') return { ...control, kind: 'hidden', value };
  const kind = type === 'number' ? 'number' : 'text';
  return { ...control, kind, value: value ?? '' };
}

/** Its label, or else what stands around, in or before it. */
function labelOf(element: Element): string {
  const page = elementsOf(rootOf(element));
  const id = attribute(element, 'id');
  const label = page.find(
    (one) => one.tagName === 'label' && id && attribute(one, 'for') === id,
  );
  const named = label ? textOf(label) : attribute(element, 'aria-label');
  if (named) return named;
  // The words around it, as long as no other field shares them.
  let around = element.parentNode;
  while (around && 'tagName' in around && around.tagName !== 'form') {
    const others = elementsOf(around).filter(
      (one) => one !== element && controlTags.test(one.tagName),
    );
    if (others.length > 0) break;
    const words = textOf(around).replace(textOf(element), '').trim();
    if (words) return words;
    around = around.parentNode;
  }
  const placeholder = attribute(element, 'placeholder');
  if (placeholder) return placeholder;
  const beside = element.parentNode?.childNodes ?? [];
  const at = beside.indexOf(element);
  const isChoice = /^(radio|checkbox)$/.test(attribute(element, 'type') ?? '');
  const near = isChoice ? beside.slice(at + 1) : beside.slice(0, at).reverse();
  const end = near.findIndex(({ nodeName }) => controlTags.test(nodeName));
  const texts = near.slice(0, end === -1 ? undefined : end).map(textOf);
  return texts.find((text) => text !== '') ?? '';
}

function rootOf(element: Element): Element {
  let root = element;
  while (root.parentNode && 'tagName' in root.parentNode) {
    root = root.parentNode;
  }
  return root;
}
