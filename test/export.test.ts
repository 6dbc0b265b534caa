import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { prepare, readKept } from '../src/contract.ts';
import { course } from '../src/course.ts';
import { findAll, part, textOf } from './page.ts';
import { newApp, serve } from './support.ts';

const allSteps = course.flatMap(({ contract }) => contract);

/** Sends a request as tools do that were told not to follow redirects. */
async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string | null,
) {
  const response = await fetch(url, {
    method,
    headers,
    body,
    redirect: 'manual',
  });
  return {
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  };
}

/** The parts of Postman's format, version 2.1, that the export may use. */
const strict = { additionalProperties: false };
const Pair = Type.Object(
  {
    key: Type.String(),
    value: Type.String(),
    type: Type.Optional(Type.Literal('text')),
  },
  strict,
);
const Item = Type.Object(
  {
    name: Type.String(),
    request: Type.Object(
      {
        method: Type.Enum(['GET', 'POST', 'PUT', 'DELETE']),
        header: Type.Array(Pair),
        url: Type.Object(
          {
            raw: Type.String({ pattern: '^\\{\\{base\\}\\}/' }),
            host: Type.Tuple([Type.Literal('{{base}}')]),
            path: Type.Array(Type.String(), { minItems: 1 }),
            query: Type.Optional(Type.Array(Pair)),
          },
          strict,
        ),
        body: Type.Optional(
          Type.Union([
            Type.Object(
              { mode: Type.Literal('raw'), raw: Type.String() },
              strict,
            ),
            Type.Object(
              {
                mode: Type.Literal('urlencoded'),
                urlencoded: Type.Array(Pair),
              },
              strict,
            ),
          ]),
        ),
      },
      strict,
    ),
    protocolProfileBehavior: Type.Object(
      { followRedirects: Type.Literal(false) },
      strict,
    ),
    event: Type.Array(
      Type.Object(
        {
          listen: Type.Literal('test'),
          script: Type.Object(
            {
              type: Type.Literal('text/javascript'),
              exec: Type.Array(Type.String()),
            },
            strict,
          ),
        },
        strict,
      ),
    ),
  },
  strict,
);
const Collection = Type.Object(
  {
    info: Type.Object(
      {
        name: Type.String(),
        schema: Type.Literal(
          'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
        ),
      },
      strict,
    ),
    variable: Type.Array(Pair),
    item: Type.Array(
      Type.Object({ name: Type.String(), item: Type.Array(Item) }, strict),
    ),
  },
  strict,
);

describe('the Postman collection', () => {
  test('has the shape of version 2.1, a folder for each exercise', async () => {
    const app = newApp({ port: 15007 });
    const response = await app.inject('/export/postman-collection.json');
    expect(response.headers['content-type']).toContain('application/json');
    const collection = response.json();
    expect([...Value.Errors(Collection, collection)]).toEqual([]);
    const { item, variable } = collection as Static<typeof Collection>;
    expect(variable).toEqual([
      { key: 'base', value: 'http://localhost:15007' },
    ]);
    expect(item.map(({ name }) => name)).toEqual(
      course.map(({ id, title }) => `${id} ${title}`),
    );
    expect(item.flatMap((folder) => folder.item.map(({ name }) => name)))
      // Names are what a reader finds the steps by.
      .toEqual(allSteps.map(({ title }) => title));
  });

  test('has an environment with the address of this server', async () => {
    const app = newApp({ port: 15007 });
    const environment = await app.inject('/export/postman-environment.json');
    expect(environment.json()).toMatchObject({
      name: expect.any(String),
      values: [{ key: 'base', value: 'http://localhost:15007', enabled: true }],
    });
  });

  test('gets the status of every step when it is run in order', async () => {
    const { app, port } = await serve();
    const response = await app.inject('/export/postman-collection.json');
    const collection = response.json() as Static<typeof Collection>;
    const variables = new Map(
      collection.variable.map(({ key, value }) => [key, value]),
    );
    expect(variables.get('base')).toBe(`http://localhost:${port}`);
    const fill = (text: string) =>
      text.replace(/\{\{(\w+)\}\}/g, (_whole, name) => {
        expect(variables.has(name), name).toBe(true);
        return variables.get(name) ?? '';
      });

    let passed = 0;
    for (const { request, event } of collection.item.flatMap((it) => it.item)) {
      const { url, header, body } = request;
      const query = url.query?.map(({ key, value }) => `${key}=${value}`);
      const path = [...url.host, ...url.path].join('/');
      const address = query ? `${path}?${query.join('&')}` : path;
      // Postman sends what the parts say, and shows what `raw` says.
      expect(address).toBe(url.raw);
      const answer = await send(
        fill(address),
        request.method,
        {
          ...Object.fromEntries(header.map(({ key, value }) => [key, value])),
          ...(body?.mode === 'urlencoded' && {
            'content-type': 'application/x-www-form-urlencoded',
          }),
        },
        body === undefined
          ? null
          : body.mode === 'raw'
            ? body.raw
            : formOf(body.urlencoded),
      );
      const pm = {
        test: (_name: string, run: () => void) => {
          run();
          passed += 1;
        },
        response: {
          to: {
            have: {
              status: (status: number) =>
                expect(answer.status, fill(address)).toBe(status),
            },
          },
          headers: answer.headers,
          json: () => JSON.parse(answer.text),
        },
        collectionVariables: variables,
      };
      for (const { script } of event) {
        runInNewContext(script.exec.join('\n'), { pm });
      }
    }
    expect(passed).toBe(allSteps.length);
  });
});

function formOf(pairs: Static<typeof Pair>[]): string {
  const form = new URLSearchParams();
  for (const { key, value } of pairs) form.append(key, value);
  return form.toString();
}

describe('the .http file', () => {
  interface HttpRequest {
    title: string;
    name: string | undefined;
    follows: boolean;
    method: string;
    url: string;
    headers: Record<string, string>;
    body: string | null;
  }

  /** Reads the file as the REST clients of editors do. */
  function readHttp(text: string) {
    const [head = '', ...parts] = text.split(/^### /m);
    const base = /^@base = (\S+)$/m.exec(head)?.[1] ?? '';
    const requests = parts.map((block): HttpRequest => {
      const [title = '', ...rest] = block.trimEnd().split('\n');
      const notes = rest.filter((line) => line.startsWith('# '));
      const lines = rest.filter((line) => !line.startsWith('# '));
      const blank = lines.indexOf('');
      const head = blank < 0 ? lines : lines.slice(0, blank);
      const [, method = '', url = ''] =
        /^(GET|POST|PUT|DELETE) (\S+)$/.exec(head[0] ?? '') ?? [];
      return {
        title,
        name: notes.flatMap((it) => /^# @name (\w+)$/.exec(it)?.[1] ?? [])[0],
        follows: !notes.includes('# @no-redirect'),
        method,
        url,
        headers: Object.fromEntries(
          head.slice(1).map((line) => line.split(': ')),
        ),
        body: blank < 0 ? null : lines.slice(blank + 1).join('\n'),
      };
    });
    return { base, requests };
  }

  test('gets the status of every step when it is sent in order', async () => {
    const { app, port } = await serve();
    const response = await app.inject('/export/course.http');
    expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
    const { base, requests } = readHttp(response.body);
    expect(base).toBe(`http://localhost:${port}`);
    expect(requests).toHaveLength(allSteps.length);

    const answers = new Map<string, Awaited<ReturnType<typeof send>>>();
    for (const [at, request] of requests.entries()) {
      const step = allSteps[at];
      expect(request.title).toContain(step?.title);
      // `{{a_1.response.body.$.id}}`, `{{a_1.response.headers.location}}`
      const url = request.url.replace(/\{\{([^}]+)\}\}/g, (_whole, name) => {
        if (name === 'base') return base;
        const [from = '', , part, ...path] = name.split('.');
        const answer = answers.get(from);
        expect(answer, name).toBeDefined();
        if (part === 'headers') return answer?.headers.get(path[0]) ?? '';
        expect(path[0]).toBe('$');
        return JSON.parse(answer?.text ?? '')[path[1]];
      });
      expect(url).not.toMatch(/[{}\s]/);
      const { method, headers, body } = request;
      const answer = await send(url, method, headers, body);
      expect(answer.status, request.title).toBe(step?.expect.status);
      if (answer.status >= 300 && answer.status < 400) {
        expect(request.follows, request.title).toBe(false);
      }
      if (request.name) {
        expect(answers.has(request.name), request.name).toBe(false);
        answers.set(request.name, answer);
      }
    }
  });
});

describe.each(course.filter(({ api }) => api))(
  'the OpenAPI document of $id',
  ({ id, contract }) => {
    const url = `/${id}/api/openapi.json`;

    test('is valid OpenAPI 3.1', async () => {
      const response = await newApp().inject(url);
      const validator = new Validator();
      const { valid, errors } = await validator.validate(response.json());
      expect(errors).toBeUndefined();
      expect(valid).toBe(true);
      expect(validator.version).toBe('3.1');
    });

    test('describes each answer of the API', async () => {
      const { app, url: base } = await serve();
      const { paths } = (await app.inject(url)).json();
      const kept: Record<string, string> = {};
      const steps = contract.filter(({ path }) => path.startsWith('api/'));
      const odd = [
        ['GET', 'api/user/999', undefined],
        ['GET', 'api/users?limit=0', undefined],
        ['GET', 'api/users?after=1&limit=1', undefined],
        ['POST', 'api/user', {}],
        ['POST', 'api/user', { name: ' ', age: 151, email: 'a' }],
        ['PUT', 'api/user/999', { name: 'Jo', age: 21 }],
        ['PUT', 'api/user/999', [1]],
        ['DELETE', 'api/user/999', undefined],
      ] as const;
      const requests = [
        ...steps,
        ...odd.map(([method, path, json]) => {
          return { title: `${method} ${path}`, method, path, json, keep: null };
        }),
      ];
      const met = new Set<string>();
      for (const step of requests) {
        const ready = prepare(
          { ...step, keep: undefined, expect: { status: 0 } } as never,
          `${base}/${id}/`,
          kept,
        );
        const answer = await send(
          ready.url,
          ready.method,
          ready.headers,
          ready.body || null,
        );
        if (step.keep) {
          const header = (name: string) => answer.headers.get(name);
          kept[step.keep.as] = readKept(step.keep, header, answer.text);
        }
        const template = new URL(ready.url).pathname.replace(/\d+$/, '{id}');
        const operation = paths[template]?.[ready.method.toLowerCase()];
        if (operation === undefined) {
          expect(answer.status, step.title).toBe(404);
          continue;
        }
        met.add(`${ready.method} ${template}`);
        const described = operation.responses[answer.status];
        expect(described, `${step.title}: ${answer.status}`).toBeDefined();
        const type = answer.headers.get('content-type')?.split(';')[0];
        if (answer.text === '') {
          expect(described.content).toBeUndefined();
        } else {
          const { schema } = described.content[type ?? ''];
          const value = JSON.parse(answer.text);
          expect([...Value.Errors(schema, value)], step.title).toEqual([]);
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
  test('give the status of each step in a shell', async ({ skip }) => {
    if (!hasCurl()) skip('there is no curl');
    const { app } = await serve();
    const { body } = await app.inject(`/learn/${id}`);
    const lines = findAll(
      part(body, '<ol class="steps">', '</ol>'),
      /<code>([\s\S]*?)<\/code>/g,
    ).map(textOf);
    expect(lines).toHaveLength(contract.length);
    const kept: Record<string, string> = {};
    for (const [at, step] of contract.entries()) {
      const line = (lines[at] ?? '').replace(/\{(\w+)\}/g, (whole, name) =>
        name in kept ? (kept[name] ?? '') : whole,
      );
      const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -s`]);
      const [head = '', ...rest] = stdout.split('\r\n\r\n');
      expect(head, line).toMatch(
        new RegExp(`^HTTP/1.1 ${step.expect.status} `),
      );
      for (const word of step.expect.words ?? []) {
        expect(stdout, line).toContain(word);
      }
      if (step.keep) {
        const header = (name: string) =>
          new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
        kept[step.keep.as] = readKept(step.keep, header, rest.join(''));
      }
    }
  });
});

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return false;
  }
}
