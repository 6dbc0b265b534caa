import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { Value } from 'typebox/value';
import { anyText } from './texts.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/** One operation of the API's own document. */
export interface Described extends Operation {
  method: string;
  path: string;
}

/** The operations that the document below `base` describes. */
export async function operationsOf(app: FastifyInstance, base: string) {
  const document = (await app.inject(`${base}/openapi.json`)).json();
  const described: Described[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, one] of Object.entries(methods as object)) {
      const whole = path.startsWith(base) ? path : base + path;
      described.push({
        ...one,
        base,
        path: whole,
        method: method.toUpperCase(),
      });
    }
  }
  return described;
}

const anyUnit = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)),
  maxLength: 110,
});
const name = fc.oneof(fc.constant('홍길동'), anyText, anyUnit);
const age = fc.integer({ min: 0, max: 150 });
const valid = fc.record({ name: fc.constantFrom('Kang', '홍길동', '😀'), age });
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(-1, 151, 1.5, 1e300, '20', null, true, [], {}, '', ' '),
);
const payload = fc.oneof(
  valid.map((user) => JSON.stringify(user)),
  fc.record({ name, age }).map((user) => JSON.stringify(user)),
  fc
    .dictionary(fc.constantFrom('name', 'age', 'id', 'x', '__proto__'), value)
    .map((object) => JSON.stringify(object)),
  fc.json(),
  fc.constantFrom('', '{', '{"name":"a","age":1,}', "{'name':1}", '\u0000'),
);
const number = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 22n }).map(String),
  anyText.map(encodeURIComponent),
  fc.constantFrom('-1', '1.0', '+1', '01', '%31', ' 1', '1%00', 'NaN', ''),
);

/** Any request for one operation, with valid values or others. */
export const anyCall = fc.record({
  // Where it is absent, the id is that of a user who is there.
  id: fc.option(number, { nil: undefined }),
  query: fc.option(
    fc.record({ limit: number, after: number }, { requiredKeys: [] }),
  ),
  payload,
});

type Call = typeof anyCall extends fc.Arbitrary<infer T> ? T : never;

/** Calls the operation; gives what its document does not tell of. */
export async function callAndJudge(
  app: FastifyInstance,
  { method, path, responses }: Described,
  { id, query, payload }: Call,
  tally: (status: number) => void,
): Promise<string[]> {
  const pairs = Object.entries(query ?? {}).map((pair) => pair.join('='));
  const isOne = id === undefined && path.endsWith('}');
  const known = isOne ? await addUser(app, path) : '';
  const url =
    path.replace(/\{\w+\}/, id ?? known) + (query ? `?${pairs.join('&')}` : '');
  const hasBody = method === 'POST' || method === 'PUT';
  const answer = await app.inject({
    method: method as 'GET',
    url,
    ...(hasBody && {
      headers: { 'content-type': 'application/json' },
      payload,
    }),
  });
  const { statusCode, headers, body } = answer;
  tally(statusCode);
  // Else the store would be full before the end.
  const added = isOne ? url : headers.location;
  if (added) await app.inject({ method: 'DELETE', url: added });
  const response = responses[statusCode];
  if (response === undefined) return [`${statusCode} is not documented`];
  const type = headers['content-type']?.toString().split(';')[0] ?? '';
  if (response.content === undefined) {
    return body === '' ? [] : [`a body with ${statusCode}`];
  }
  const schema = response.content[type]?.schema;
  if (schema === undefined) return [`${type} with ${statusCode}`];
  const json = JSON.parse(body);
  return Value.Check(schema, json) ? [] : [`${body} does not fit its schema`];
}

/** Adds a user beside the path of one, and gives the new id. */
async function addUser(app: FastifyInstance, path: string): Promise<string> {
  const url = path.slice(0, path.lastIndexOf('/'));
  const payload = { name: 'Kang', age: 20 };
  return (await app.inject({ method: 'POST', url, payload })).json().id;
}
