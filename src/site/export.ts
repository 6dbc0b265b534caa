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

/** `/export/`: the whole course's requests as files for other tools. */
export async function exportFiles(
  app: FastifyInstance,
  { port }: { port: number },
) {
  const base = `http://localhost:${port}`;
  app.get('/export/postman-collection.json', async () =>
    postmanCollection(base),
  );
  app.get('/export/course.http', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(httpFile(base)),
  );
}

/**
 * The contracts as a Postman collection, with a test for each status.
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
  const { method, headers, body } = prepare(step, 'http://x', {});
  const url = addressIn(step, contract, id);
  return {
    method,
    // Postman ends an address without a path with a slash: it has to see one.
    url: url.replace('}}{{', '}}/{{'),
    header: step.form ? [] : pairsOf(headers),
    ...(step.form
      ? { body: { mode: 'urlencoded', urlencoded: pairsOf(step.form) } }
      : body !== '' && { body: { mode: 'raw', raw: body } }),
  };
}

function pairsOf(values: Record<string, string>) {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
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
 * The contracts as a file for httpYac, in an editor or a terminal. REST Client
 * for VS Code reads it too, but writes kept values in another way.
 *
 * @see https://httpyac.github.io/guide/variables
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
            ? `${name}Response.headers.${step.keep.header}`
            : `${name}.${step.keep.field}`,
        );
      }
      const address = addressIn(step, contract, id).replace(
        /\{\{(\w+)\}\}/g,
        (whole, key) => (names.has(key) ? `{{${names.get(key)}}}` : whole),
      );
      const { headers, body } = prepare(step, base, {});
      lines.push(`${requestLine(step).method} ${address}`);
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
