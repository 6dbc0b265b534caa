import {
  attribute,
  type Element,
  elementsOf,
  type Node,
  nodesOf,
  textOf,
} from '../../../src/contract/page.ts';

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

/** What is no text field, by its tag or type. */
const kinds: Record<string, Control['kind']> = {
  ...{ textarea: 'area', number: 'number', hidden: 'hidden' },
  ...{ select: 'choice', radio: 'choice', checkbox: 'choice' },
  ...{ submit: 'button', image: 'button' },
  ...{ button: 'hidden', reset: 'hidden', file: 'hidden' },
};

/** The controls of a form, in the order of the page. */
export function controlsOf(form: Element): Control[] {
  const controls: Control[] = [];
  const nodes = insideOf(form);
  for (const node of nodes) {
    if (!isControl(node)) continue;
    if (attribute(node, 'disabled') !== undefined) continue;
    const control = readControl(node, nodes);
    const first = controls.find(
      ({ kind, name }) => kind === 'choice' && name === control.name,
    );
    if (typeOf(node) !== 'radio' || !first) {
      controls.push(control);
      continue;
    }
    first.options.push(...control.options);
    first.value ??= control.value;
  }
  return controls;
}

/**
 * What is in a form. Between the cells of a table, a form is closed at once,
 * but browsers count all until the next one to it.
 */
export function insideOf(form: Element): Node[] {
  const inside = nodesOf(form);
  if (inside.length > 0 || !form.parentNode) return inside;
  const beside = nodesOf(form.parentNode);
  const rest = beside.slice(beside.indexOf(form) + 1);
  const next = rest.findIndex(({ nodeName }) => nodeName === 'form');
  return next === -1 ? rest : rest.slice(0, next);
}

function isControl(node: Node): node is Element {
  return /^(input|select|textarea|button)$/.test(node.nodeName);
}

function typeOf(element: Element): string {
  const type = attribute(element, 'type')?.toLowerCase();
  if (element.tagName === 'input') return type ?? 'text';
  return element.tagName === 'button' ? (type ?? 'submit') : element.tagName;
}

function readControl(element: Element, nodes: Node[]): Control {
  const type = typeOf(element);
  const kind = kinds[type] ?? 'text';
  const name = attribute(element, 'name') ?? '';
  const label = labelOf(element, nodes);
  const value = attribute(element, 'value');
  const control = { kind, name, label, value, options: [] };
  if (/^(button|reset|file)$/.test(type)) {
    return { ...control, value: undefined };
  }
  if (type === 'textarea') return { ...control, value: textOf(element) };
  if (type === 'select') {
    const offered = elementsOf(element).filter((o) => o.tagName === 'option');
    const options = offered.map((option) => {
      const text = textOf(option);
      return { text, value: attribute(option, 'value') ?? text };
    });
    const at = offered.findIndex((o) => attribute(o, 'selected') !== undefined);
    return { ...control, value: options[Math.max(at, 0)]?.value, options };
  }
  if (kind !== 'choice') return { ...control, value: value ?? '' };
  const sent = value ?? 'on';
  const isOn = attribute(element, 'checked') !== undefined;
  const options = [{ text: label, value: sent }];
  return { ...control, value: isOn ? sent : undefined, options };
}

/** Its label, or else the words before it; behind it, where one chooses. */
function labelOf(element: Element, nodes: Node[]): string {
  const id = attribute(element, 'id');
  const label = nodes.find((node) => {
    if (node.nodeName !== 'label') return false;
    const isFor = id && attribute(node as Element, 'for') === id;
    return isFor || nodesOf(node).includes(element);
  });
  const named = label ? textOf(label) : attribute(element, 'aria-label');
  if (named) return named;
  const way = /^(radio|checkbox)$/.test(typeOf(element)) ? 1 : -1;
  let at = nodes.indexOf(element) + way;
  for (let node = nodes[at]; node && !isControl(node); node = nodes[at]) {
    const isOption = /^(option|textarea|button)$/;
    const isWords = !isOption.test(node.parentNode?.nodeName ?? '');
    const text = 'value' in node && isWords ? node.value.trim() : '';
    if (/\p{L}/u.test(text)) return text;
    at += way;
  }
  return attribute(element, 'placeholder') ?? '';
}
