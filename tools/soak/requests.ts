import { METHODS } from 'node:http';
import fc from 'fast-check';

/** A request as a scanner might send it. */
export interface Hostile {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

// Where one of these gets out unescaped, there is an element q7, an attribute
// q7x or a header x-q7.
const markup = [
  ...['"><q7>', "'><q7 ", '" q7x="', "' q7x='", '</script><q7>', '--><q7>'],
  ...['</title><q7>', '</textarea><q7>', '<q7 q7x=1>', '\r\nx-q7: 1\r\n'],
];
const odd = [
  ...['..', '.', '../../etc/passwd', '..\\..\\', '\0', '%', '#', '?', ''],
  ...['__proto__', 'constructor', 'null', '-1', '1e9', '0x1', "1' or '1'='1"],
  ...['9'.repeat(20), '9'.repeat(400), 'a'.repeat(3_000), '한'.repeat(200)],
  ...['<%= 1 %>', '#{1}', '{{7*7}}', '\u202e', '😀', '1', '2', 'select', 'ex4'],
  ...['00000000-0000-4000-8000-000000000000', 'f'.repeat(32)],
];
const word = fc.oneof(
  fc.constantFrom(...markup),
  fc.constantFrom(...odd),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
/** A piece of an address, escaped well, badly or not at all. */
const piece = fc.oneof(
  word.map(encodeURIComponent),
  word.map(raw),
  fc.constantFrom('%', '%ff', '%c3', '%00', '%2e%2e%2f', '%5c', '%0d%0a', ';'),
);

/** What an HTTP client of Node lets through in an address. */
function raw(text: string): string {
  return text.replace(/[^\u0021-\u00ff]/g, '');
}

const names = [
  ...['limit', 'after', 'run', 'shell', 'from', 'tab', 'file', 'q', 'os'],
  ...['name', 'age', 'food', 'key', 'text', 'title', 'overview', 'id'],
  ...['version', '1.1', 'table', '__proto__', 'constructor', '<q7>'],
];
const pairs = fc.array(fc.tuple(fc.constantFrom(...names), word), {
  maxLength: 6,
});
const query = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.constantFrom(...names), piece).map((pair) => pair.join('=')),
  pairs.map((all) => `${new URLSearchParams(all)}`),
  piece,
);

const types = [
  ...['application/x-www-form-urlencoded', 'application/json', 'text/plain'],
  ...['multipart/form-data; boundary=q7', 'application/json; charset=utf-16'],
];
const body = fc.oneof(
  fc.constant(undefined),
  pairs.map((all) => Buffer.from(`${new URLSearchParams(all)}`)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .record({ name: word, age: fc.oneof(fc.integer(), word) })
    .map((user) => Buffer.from(JSON.stringify(user))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.alloc(70_000, 'a')),
);

const headerNames = [
  ...['accept', 'accept-encoding', 'accept-language', 'range', 'referer'],
  ...['if-none-match', 'if-modified-since', 'origin', 'host', 'cookie'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded'],
  ...['user-agent', 'authorization', 'x-http-method-override', 'expect'],
  ...['sec-fetch-site', 'x-original-url', 'accept-version', 'traceparent'],
];
const headers = fc.dictionary(
  fc.constantFrom(...headerNames),
  // What a header may hold: no line breaks, and bytes.
  word.map((text) => text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '')),
  { maxKeys: 4 },
);

/** Any request to one of these routes, or to a path near it. */
export function anyRequest(routes: { method: string; url: string }[]) {
  const methods = METHODS.filter((method) => method !== 'CONNECT');
  const route = fc.constantFrom(...routes);
  return fc
    .record({
      ...{ route, query, headers, body },
      method: fc.constantFrom(...methods),
      keepsMethod: fc.integer({ max: 9, min: 0 }).map((n) => n > 0),
      pieces: fc.array(piece, { minLength: 3, maxLength: 3 }),
      type: fc.constantFrom(...types),
      end: fc.oneof(
        fc.constant(''),
        piece.map((text) => `/${text}`),
      ),
    })
    .map((some): Hostile => {
      const { pieces } = some;
      const path = some.route.url.replace(
        /:\w+(\([^/]*\))?|\*/g,
        () => pieces.pop() ?? '',
      );
      const end = some.end + (some.query && `?${some.query}`);
      return {
        method: some.keepsMethod ? some.route.method : some.method,
        url: `/${(path + end).replace(/^\/+/, '')}`.slice(0, 12_000),
        headers: { ...some.headers, 'content-type': some.type },
        body: some.body,
      };
    });
}
