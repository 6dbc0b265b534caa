import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { oddNames, postForm } from '../../test/requests.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type App = FastifyInstance;

/** What a text came back as, wherever it must be shown; none if refused. */
type Echoes = string[];

/** Any text that a form can carry: whole characters, of which most are rare. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 110 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(...oddNames),
  fc
    .array(fc.constantFrom(...oddNames, '\n', '\r', '\0', ' ', '\ufeff'))
    .map((parts) => parts.join('')),
);

/** Each field of the course: sends a text, and reads it where it is shown. */
export const fields: Record<
  string,
  (app: App, text: string) => Promise<Echoes>
> = {
  async 'name in ex2-3'(app, name) {
    const fields = { name, age: '20', food: '라면' };
    const answer = await postForm(app, '/ex2-3/submit', fields);
    if (answer.statusCode === 400) return [inputIn(answer.body, 'name')];
    const page = await open(app, `${answer.headers.location}`);
    const lines = elementsOf(page, 'p').map(textOf);
    const line = lines.find((line) => line.startsWith('이름 : '));
    return [line?.slice('이름 : '.length) ?? 'nothing'];
  },
  'name in the API of ex4': (app, name) => addUser(app, '/ex4', name),
  'name in the API of ex5': (app, name) => addUser(app, '/ex5', name),
  'name in the front of ex4': (app, name) => addInFront(app, '/ex4-2', name),
  'name in the front of ex5': (app, name) => addInFront(app, '/ex5', name),
  async 'text in json'(app, text) {
    const answer = await postForm(app, '/json/', { text });
    return [inputIn(answer.body, 'text')];
  },
  'title in plan': (app, title) => saveSheet(app, 'title', { title }),
  'overview in plan': (app, overview) =>
    saveSheet(app, 'overview', { title: '가게', overview }),
  async 'name in sql'(app, name) {
    const fields = { name, age: '151' };
    const answer = await postForm(app, '/sql/run/insert', fields);
    return [inputIn(answer.body, 'name')];
  },
  async 'name in the path of ex3'(app, name) {
    const url = `/ex3/hello/${encodeURIComponent(name)}`;
    const { statusCode, body } = await app.inject(url);
    if (statusCode === 404) return [];
    const texts = elementsOf(body, 'body').map(textOf);
    return texts.map((text) =>
      plain(text).includes(plain(name)) ? name : text,
    );
  },
};

/** Whether the text came back as it was sent, as far as HTML can tell. */
export function isSame(sent: string, back: string): boolean {
  return plain(sent) === plain(back);
}

// HTML has one kind of line break, and no U+0000.
function plain(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\0\ufffd]/g, '')
    .normalize('NFC');
}

async function addUser(app: App, base: string, name: string): Promise<Echoes> {
  const payload = { name, age: 20 };
  const url = `${base}/api/user`;
  const answer = await app.inject({ method: 'POST', url, payload });
  if (answer.statusCode === 400) return [];
  const again = await app.inject(`${answer.headers.location}`);
  // The fronts look for theirs at the end of the first page.
  await app.inject({ method: 'DELETE', url: `${answer.headers.location}` });
  return [answer.json().name, again.json().name];
}

async function addInFront(app: App, base: string, name: string) {
  const answer = await postForm(app, `${base}/new`, { name, age: '20' });
  if (answer.statusCode === 400) return [inputIn(answer.body, 'name')];
  const page = await open(app, `${base}/`);
  const [last = ''] = page.match(/\d+\/delete(?!.*\/delete)/s) ?? [];
  const id = Number.parseInt(last, 10);
  const cells = elementsOf(page, 'td').map(textOf);
  const form = await open(app, `${base}/${id}/edit`);
  await postForm(app, `${base}/${id}/delete`, {});
  return [cells.at(-3) ?? 'nothing', inputIn(form, 'name')];
}

async function saveSheet(
  app: App,
  field: string,
  fields: Record<string, string>,
): Promise<Echoes> {
  const answer = await postForm(app, '/plan/save', fields);
  if (answer.statusCode === 400) return [inputIn(answer.body, field)];
  const path = `${answer.headers.location}`;
  const form = await open(app, `${path}/edit`);
  const page = await open(app, path);
  const text = await open(app, `${path}/text`);
  await postForm(app, `${path}/delete`, {});
  const sent = fields[field] ?? '';
  const all = elementsOf(page, 'main').map(textOf).join('');
  const isThere = [all, text].every((whole) =>
    plain(whole).includes(plain(sent).trim()),
  );
  return [inputIn(form, field), isThere ? sent : all];
}

async function open(app: App, url: string): Promise<string> {
  const { statusCode, body } = await app.inject(url);
  if (statusCode !== 200) throw new Error(`${statusCode} for ${url}`);
  return body;
}

/** What a browser would have in the field of that name. */
function inputIn(html: string, name: string): string {
  const inputs = [
    ...elementsOf(html, 'input'),
    ...elementsOf(html, 'textarea'),
  ];
  const input = inputs.find(({ attrs }) =>
    attrs.some((one) => one.name === 'name' && one.value === name),
  );
  if (input === undefined) return `no field ${name}`;
  const value = input.attrs.find((one) => one.name === 'value')?.value;
  return value ?? textOf(input);
}

/** The page's elements of that name, as a browser finds them. */
export function elementsOf(html: string, tag: string) {
  const found: DefaultTreeAdapterTypes.Element[] = [];
  const walk = (node: Node) => {
    if ('tagName' in node && (tag === '*' || node.tagName === tag)) {
      found.push(node);
    }
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
  };
  for (const node of parse(html).childNodes) walk(node);
  return found;
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
