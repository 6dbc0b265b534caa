import { createServer } from 'node:http';
import { fastify } from 'fastify';
import type { Answer } from './load.ts';

// What the course is compared with: a server over `fastify` or `node:http` (the
// first argument) that gives each path its answer (the second, as JSON), and
// does no more.
const [library, json = ''] = process.argv.slice(2);
const answers: Record<string, Answer> = JSON.parse(json);
const address = { port: Number(process.env.PORT), host: '127.0.0.1' };

if (library === 'fastify') {
  const app = fastify();
  for (const [path, { headers, body }] of Object.entries(answers)) {
    app.get(path, async (_request, reply) => {
      reply.headers(headers);
      return body;
    });
  }
  await app.listen(address);
} else {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { headers, body } = answer;
    const length = Buffer.byteLength(body);
    response.writeHead(200, { ...headers, 'content-length': length });
    response.end(body);
  });
  server.listen(address);
}
