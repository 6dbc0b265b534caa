import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { judge } from '../src/contract/judge.ts';
import { perform } from '../src/contract/send.ts';
import {
  isRedirect,
  type Kept,
  needs,
  prepare,
  requestLine,
  type Step,
} from '../src/contract/step.ts';
import { course } from '../src/course.ts';
import { findAll, part, textOf } from './page.ts';
import { newApp, serve } from './support.ts';

// That the tools do send these files is in browser/export.test.ts.
const site = newApp({ port: 15007 });
const { app, url } = await serve();
const steps = course.flatMap(({ contract }) => contract);

/** The parts of Postman's format, version 2.1, that the export may use. */
const only = (properties: Parameters<typeof Type.Object>[0]) =>
  Type.Object(properties, { additionalProperties: false });
const text = Type.String();
const pairs = Type.Array(only({ key: text, value: text }));
const Item = only({
  name: text,
  request: only({
    method: Type.Enum(['GET', 'POST', 'PUT', 'DELETE']),
    header: pairs,
    url: Type.String({
      pattern: '^\\{\\{base\\}\\}/[^{\\s]*(\\{\\{\\w+\\}\\}|[^{\\s])*$',
    }),
    body: Type.Optional(
      Type.Union([
        only({ mode: Type.Literal('raw'), raw: text }),
        only({ mode: Type.Literal('urlencoded'), urlencoded: pairs }),
      ]),
    ),
  }),
  protocolProfileBehavior: only({ followRedirects: Type.Boolean() }),
  event: Type.Tuple([
    only({
      listen: Type.Literal('test'),
      script: only({
        type: Type.Literal('text/javascript'),
        exec: Type.Array(text, { minItems: 1 }),
      }),
    }),
  ]),
});
const Collection = only({
  info: only({
    name: text,
    schema: Type.Literal(
      'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    ),
  }),
  variable: pairs,
  item: Type.Array(only({ name: text, item: Type.Array(Item) })),
});

test('the Postman collection has the shape of version 2.1', async () => {
  const response = await site.inject('/export/postman-collection.json');
  expect(response.headers['content-type']).toContain('application/json');
  const collection = response.json();
  expect([...Value.Errors(Collection, collection)]).toEqual([]);
  const base = { key: 'base', value: 'http://localhost:15007' };
  expect(collection.variable).toEqual([base]);
  // Names are what a reader finds the steps by.
  expect(collection.item).toMatchObject(
    course.map(({ id, title, contract }) => ({
      name: `${id} ${title}`,
      item: contract.map((step) => ({
        name: step.do,
        protocolProfileBehavior: { followRedirects: !isRedirect(step) },
      })),
    })),
  );
});

test('the .http file has each step under its name, with its request', async () => {
  const response = await site.inject('/export/course.http');
  expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
  const [head = '', ...blocks] = response.body.split('\n\n### ');
  expect(head).toBe('@base = http://localhost:15007');
  expect(blocks).toHaveLength(steps.length);
  for (const [at, step] of steps.entries()) {
    const block = blocks[at] ?? '';
    const { method } = requestLine(step);
    const { body } = prepare(step, 'http://x/', {});
    expect(block).toContain(`: ${step.do}\n`);
    expect(block).toMatch(new RegExp(`\n${method} {{base}}[!-~]*(\n|$)`));
    if (body) expect(block.trimEnd().endsWith(`\n\n${body}`)).toBe(true);
    expect(block.includes('# @name ')).toBe(step.keep !== undefined);
    expect(block.includes('# @no-redirect')).toBe(isRedirect(step));
  }
});

describe.each(course.filter(({ api }) => api))(
  'the OpenAPI document of $id',
  ({ id, contract }) => {
    const document = `/${id}/api/openapi.json`;

    test('is valid OpenAPI 3.1', async () => {
      const response = await app.inject(document);
      const validator = new Validator();
      const { valid, errors } = await validator.validate(response.json());
      expect(errors).toBeUndefined();
      expect(valid).toBe(true);
      expect(validator.version).toBe('3.1');
    });

    test('names the operations as the store does, and the server', async () => {
      const headers = { host: 'class.example:15007' };
      const response = await app.inject({ url: document, headers });
      const { servers, paths } = response.json();
      expect(servers).toEqual([{ url: 'http://class.example:15007' }]);
      const operations = Object.values(paths).flatMap((path) =>
        Object.values(path as Record<string, { operationId: string }>),
      );
      expect(operations.map(({ operationId }) => operationId)).toEqual([
        ...['listUsers', 'findUser', 'changeUser', 'removeUser', 'addUser'],
      ]);
    });

    test('has an example of what is sent, which is taken', async () => {
      const { paths } = (await app.inject(document)).json();
      const url = `/${id}/api/user`;
      const sent = paths[url].post.requestBody.content['application/json'];
      const options = { method: 'POST', url, payload: sent.example } as const;
      expect((await app.inject(options)).statusCode).toBe(201);
    });

    test('describes what is refused before it is read', async () => {
      const { paths } = (await app.inject(document)).json();
      const url = `/${id}/api/user`;
      const type = 'application/json';
      const requests: [number, Record<string, string>, string][] = [
        [400, { 'content-type': type }, '{'],
        [403, { 'content-type': type, origin: 'http://other.example' }, '{}'],
        [413, { 'content-type': type }, ' '.repeat(70_000)],
        [415, { 'content-type': 'text/plain' }, 'name=Kang'],
      ];
      for (const [status, headers, payload] of requests) {
        const options = { method: 'POST', url, headers, payload } as const;
        const response = await app.inject(options);
        expect(response.statusCode).toBe(status);
        const { responses } = paths[url].post;
        const { content } = responses[status] ?? responses.default;
        const { schema } = content['application/problem+json'];
        expect(Value.Check(schema, response.json()), `${status}`).toBe(true);
      }
    });

    test('describes each answer of the API', async () => {
      const { paths } = (await app.inject(document)).json();
      const odd: Partial<Step>[] = [
        { get: 'api/user/999' },
        { get: 'api/users?limit=0' },
        { get: 'api/users?after=1&limit=1' },
        { post: 'api/user', json: {} },
        { post: 'api/user', json: { name: ' ', age: 151, email: 'a' } },
        { put: 'api/user/999', json: { name: 'Jo', age: 21 } },
        { put: 'api/user/999', json: [1] },
        { delete: 'api/user/999' },
      ];
      const kept: Kept = {};
      const met = new Set<string>();
      const requests = contract.filter((step) =>
        requestLine(step).path.startsWith('api/'),
      );
      for (const step of [...requests, ...odd]) {
        const base = `${url}/${id}/`;
        const [answer] = await perform({ do: '', ...step }, base, kept);
        const { method, url: address } = answer.request;
        const template = new URL(address).pathname.replace(/\d+$/, '{id}');
        const operation = paths[template]?.[method.toLowerCase()];
        expect(operation, `${method} ${template}`).toBeDefined();
        met.add(`${method} ${template}`);
        const described = operation.responses[answer.status];
        expect(described, `${method} ${address}`).toBeDefined();
        if (answer.body === '') {
          expect(described.content).toBeUndefined();
        } else {
          const [type = ''] = `${answer.headers['content-type']}`.split(';');
          const { schema } = described.content[type];
          const value = JSON.parse(answer.body);
          expect([...Value.Errors(schema, value)], address).toEqual([]);
        }
      }
      const all = Object.entries(paths).flatMap(([path, operations]) =>
        Object.keys(operations as object).map(
          (method) => `${method.toUpperCase()} ${path}`,
        ),
      );
      if (id === 'ex4') expect([...met].sort()).toEqual(all.sort());
    });
  },
);

describe.each(course)('the curl lines of $id', ({ id, contract }) => {
  test('give what each step says in a shell', async ({ skip }) => {
    if (!hasCurl()) skip('there is no shell with curl');
    const { body } = await app.inject(`/learn/${id}`);
    const lines = findAll(
      part(body, '<ol class="steps">', '</ol>'),
      /<code>([\s\S]*?)<\/code>/g,
    ).map(textOf);
    expect(lines).toHaveLength(contract.length);
    const kept: Kept = {};
    for (const [at, step] of contract.entries()) {
      const line = (lines[at] ?? '').replace(/\{(\w+)\}/g, (whole, name) =>
        needs(step).includes(name) ? (kept[name] ?? '') : whole,
      );
      const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -s`]);
      // Where a redirect was followed, the last answer is the step's.
      const answers = stdout.split(/^(?=HTTP\/1\.1 )/m);
      const [head = '', ...rest] = answers.at(-1)?.split('\r\n\r\n') ?? [];
      const headers = Object.fromEntries(
        [...head.matchAll(/^([\w-]+): (.*)\r?$/gm)].map(([, name, value]) => [
          name?.toLowerCase(),
          value,
        ]),
      );
      const body = rest.join('\r\n\r\n');
      const answer = { status: Number(head.split(' ')[1]), headers, body };
      const bytes = Buffer.from(body);
      const unseen = { bytes, sent: bytes, received: bytes, cut: false };
      const request = prepare(step, 'http://x/', {});
      const wrong = judge(step, { ...answer, ...unseen, request });
      expect(wrong, line).toEqual([]);
      if (step.keep) {
        kept[step.keep.as] =
          'header' in step.keep
            ? headers[step.keep.header]
            : `${JSON.parse(body)[step.keep.field]}`;
      }
    }
  });
});

function hasCurl(): boolean {
  try {
    execFileSync('sh', ['-c', 'curl --version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return false;
  }
}
