import type { FastifyInstance } from 'fastify';
import {
  isRedirect,
  prepare,
  requestLine,
  type Step,
  statusesOf,
} from '../contract/step.ts';
import { course } from '../course.ts';
import { addressOf } from './lesson/curl.ts';

interface Options {
  port: number;
}

/** `/export/`: the whole course's requests as files for other tools. */
export async function exportFiles(app: FastifyInstance, { port }: Options) {
  const base = `http://localhost:${port}`;

  app.get('/export/postman-collection.json', async () =>
    postmanCollection(base),
  );
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
 * The contracts as a Postman collection, with a test for each status. It works
 * by itself; the environment is for those who have several servers.
 *
 * @see https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
 */
function postmanCollection(base: string) {
  const schema =
    'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  return {
    info: { name: '오픈소스와 클라우드 개발 기초', schema },
    variable: [{ key: 'base', value: base }],
    item: course.map(({ id, title, contract }) => ({
      name: `${id} ${title}`,
      item: contract.map((step) => ({
        name: step.do,
        request: postmanRequest(step, contract, id),
        protocolProfileBehavior: { followRedirects: !isRedirect(step) },
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

function postmanRequest(step: Step, contract: Step[], id: string) {
  const { form, json } = step;
  const { method } = requestLine(step);
  // Postman ends an address without a path with a slash: it has to see one.
  const raw = addressIn(step, contract, id).replace('}}{{', '}}/{{');
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

function postmanTests(step: Step): string[] {
  const { keep } = step;
  const [status] = statusesOf(step);
  const tests = [
    `pm.test('${status}', () => pm.response.to.have.status(${status}));`,
  ];
  if (keep) {
    const value =
      'header' in keep
        ? `pm.response.headers.get('${keep.header}').replace(/^\\//, '')`
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
      const lines = [`### ${id} ${title}: ${step.do}`];
      if (isRedirect(step)) lines.push('# @no-redirect');
      if (step.keep) {
        const name = `${id.replaceAll('-', '_')}_${at + 1}`;
        lines.push(`# @name ${name}`);
        names.set(
          step.keep.as,
          'header' in step.keep
            ? `${name}.response.headers.${step.keep.header}`
            : `${name}.response.body.$.${step.keep.field}`,
        );
      }
      const address = addressIn(step, contract, id).replace(
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
function addressIn(step: Step, contract: Step[], id: string): string {
  const url = addressOf(step, contract, `http://x/${id}/`);
  const path = url.slice('http://x'.length).replace(/\{(\w+)\}/g, '{{$1}}');
  return `{{base}}${path}`;
}
