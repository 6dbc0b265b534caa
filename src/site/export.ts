import type { FastifyInstance } from 'fastify';
import { prepare, type Step } from '../contract.ts';
import { course } from '../course.ts';

interface Options {
  port: number;
}

/** `/export/`: the whole course's requests as files for other tools. */
export async function exportFiles(app: FastifyInstance, { port }: Options) {
  const base = `http://localhost:${port}`;

  app.get('/export/postman-collection.json', async () => postmanCollection());
  app.get('/export/postman-environment.json', async () => ({
    name: `course ${port}`,
    values: [{ key: 'base', value: base, type: 'default', enabled: true }],
    _postman_variable_scope: 'environment',
  }));
  app.get('/export/course.http', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(httpFile(base)),
  );
}

/**
 * The contracts as a Postman collection, with a test for each status.
 *
 * @see https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
 */
function postmanCollection() {
  const schema =
    'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  return {
    info: { name: '오픈소스와 클라우드 개발 기초', schema },
    item: course.map(({ id, title, contract }) => ({
      name: `${id} ${title}`,
      item: contract.map((step) => ({
        name: step.title,
        request: postmanRequest(step, id),
        // A redirect is what several steps are about: it is not followed.
        protocolProfileBehavior: { followRedirects: false },
        event: [
          {
            listen: 'test',
            script: { type: 'text/javascript', exec: postmanTests(step) },
          },
        ],
      })),
    })),
  };
}

function postmanRequest(step: Step, id: string) {
  const { method, form, json } = step;
  const raw = addressIn(step, id, '{{base}}');
  const [path = '', query] = raw.split('?');
  const parts = path.split('/');
  return {
    method,
    header: json ? [{ key: 'Content-Type', value: 'application/json' }] : [],
    url: {
      raw,
      host: [parts[0]],
      path: parts.slice(1),
      ...(query && {
        query: query.split('&').map((pair) => {
          const [key = '', value = ''] = pair.split('=');
          return { key, value };
        }),
      }),
    },
    ...(form && {
      body: {
        mode: 'urlencoded',
        urlencoded: Object.entries(form).map(([key, value]) => {
          return { key, value, type: 'text' };
        }),
      },
    }),
    ...(json !== undefined && {
      body: { mode: 'raw', raw: JSON.stringify(json) },
    }),
  };
}

function postmanTests({ expect, keep }: Step): string[] {
  const tests = [
    `pm.test('${expect.status}', () => pm.response.to.have.status(${expect.status}));`,
  ];
  if (keep) {
    const value =
      'header' in keep
        ? `pm.response.headers.get('${keep.header}')`
        : `String(pm.response.json().${keep.field})`;
    tests.push(`pm.collectionVariables.set('${keep.as}', ${value});`);
  }
  return tests;
}

/**
 * The contracts as a file for the REST clients of editors.
 *
 * @see https://github.com/Huachao/vscode-restclient#usage
 */
function httpFile(base: string): string {
  const parts = [`@base = ${base}`];
  for (const { id, title, contract } of course) {
    const names = new Map<string, string>();
    for (const [at, step] of contract.entries()) {
      const lines = [`### ${id} ${title}: ${step.title}`];
      if (step.keep) {
        const name = `${id.replaceAll('-', '_')}_${at + 1}`;
        lines.push('# @no-redirect', `# @name ${name}`);
        names.set(
          step.keep.as,
          'header' in step.keep
            ? `${name}.response.headers.${step.keep.header}`
            : `${name}.response.body.${step.keep.field}`,
        );
      }
      const address = addressIn(step, id, '{{base}}').replace(
        /\{\{(\w+)\}\}/g,
        (whole, key) => (names.has(key) ? `{{${names.get(key)}}}` : whole),
      );
      const { method, headers, body } = prepare(step, base, {});
      lines.push(`${method} ${address}`);
      for (const [key, value] of Object.entries(headers)) {
        lines.push(`${key}: ${value}`);
      }
      if (body !== '') lines.push('', body);
      parts.push(lines.join('\n'));
    }
  }
  return `${parts.join('\n\n')}\n`;
}

/** The step's address, with `{{name}}` for what these tools fill in. */
function addressIn(step: Step, id: string, base: string): string {
  const { url } = prepare(step, 'http://x/', {});
  const path = url.slice('http://x/'.length).replace(/\{(\w+)\}/g, '{{$1}}');
  // A kept Location is a whole path of its own.
  const keptPath = /^\{\{\w+\}\}$/.test(path);
  return keptPath ? `${base}${path}` : `${base}/${id}/${path}`;
}
