import {
  attribute,
  type Element,
  elementsOf,
  type Node,
  nodesOf,
  textOf,
} from '../../../src/contract/page.ts';

/** A field of a form; each thing to choose is one. */
export interface Control {
  kind: 'text' | 'number' | 'choice' | 'area' | 'hidden' | 'button';
  name: string;
  /** The words by which a person knows it. */
  label: string;
  /** The words of the one thing to choose. */
  offer: string;
  value: string;
  /** Whether the value is sent: a choice may not be made. */
  isOn: boolean;
}

/** What is no text field, by its tag or type. */
const kinds: Record<string, Control['kind']> = {
  ...{ textarea: 'area', number: 'number', hidden: 'hidden' },
  ...{ select: 'choice', radio: 'choice', checkbox: 'choice' },
  ...{ submit: 'button', image: 'button' },
};

/** The controls of a form, in the order of the page. */
export function controlsOf(form: Element): Control[] {
  const nodes = insideOf(form);
  return nodes.filter(isControl).flatMap((one) => readControl(one, nodes));
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

function readControl(element: Element, nodes: Node[]): Control[] {
  const type = typeOf(element);
  const isDisabled = attribute(element, 'disabled') !== undefined;
  if (isDisabled || /^(button|reset|file)$/.test(type)) return [];
  const kind = kinds[type] ?? 'text';
  const name = attribute(element, 'name') ?? '';
  const label = labelOf(element, nodes);
  const is = (one: Element, what: string) => attribute(one, what) !== undefined;
  if (type === 'select') {
    const options = elementsOf(element).filter((o) => o.tagName === 'option');
    const chosen = options.find((one) => is(one, 'selected')) ?? options[0];
    return options.map((option) => {
      const offer = textOf(option);
      const value = attribute(option, 'value') ?? offer;
      return { kind, name, label, offer, value, isOn: option === chosen };
    });
  }
  const isArea = type === 'textarea';
  const usual = isArea ? textOf(element) : kind === 'choice' ? 'on' : '';
  const value = attribute(element, 'value') ?? usual;
  const isOn = kind !== 'choice' || is(element, 'checked');
  return [{ kind, name, label, offer: label, value, isOn }];
}

/** Its label, or else the words before it; behind it, where one chooses. */
function labelOf(element: Element, nodes: Node[]): string {
  const id = attribute(element, 'id');
  const label = nodes.find((node) => {
    if (node.nodeName !== 'label') return false;
    const isFor = id && attribute(node as Element, 'for') === id;
    return isFor || nodesOf(node).includes(element);
  });
  const words = label && textOf(label).replace(textOf(element), '').trim();
  const named = words || attribute(element, 'aria-label');
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
