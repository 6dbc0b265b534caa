import { createServer } from 'node:http';
import { fastify } from 'fastify';
import { createPool } from 'mysql2/promise';
import type { Answer } from './load.ts';

// What the course is compared with: a server over `fastify`, `express` or
// `node:http` (the first argument) that gives each path its answer (the second,
// as JSON), and does no more. With a database, the user comes from there.
const [library, json = ''] = process.argv.slice(2);
const answers: Record<string, Answer> = JSON.parse(json);
const address = { port: Number(process.env.PORT), host: '127.0.0.1' };
const { DB_URL } = process.env;
const pool = DB_URL ? createPool({ uri: DB_URL, connectionLimit: 8 }) : null;
const statement = 'select id, name, age from users where id = ?';

async function findBody(path: string): Promise<string> {
  if (!pool || !path.includes('/user/')) return answers[path]?.body ?? '';
  const [rows] = await pool.execute(statement, [1]);
  return JSON.stringify((rows as unknown[])[0]);
}

if (library === 'fastify') {
  const app = fastify();
  for (const [path, { headers }] of Object.entries(answers)) {
    app.get(path, async (_request, reply) => {
      reply.headers(headers);
      return findBody(path);
    });
  }
  await app.listen(address);
} else if (library === 'express') {
  // Not among the project's own packages, so without types.
  const names = ['express', 'helmet', 'pino-http'];
  const [express, helmet, pinoHttp] = await Promise.all(
    names.map(async (name) => (await import(name)).default),
  );
  const app = express().use(pinoHttp()).use(helmet());
  for (const [path, { headers }] of Object.entries(answers)) {
    app.get(path, async (_request: unknown, reply: typeof express.response) => {
      reply.set(headers).send(await findBody(path));
    });
  }
  app.listen(address.port, address.host);
} else {
  const server = createServer(async ({ url = '' }, response) => {
    const answer = answers[url];
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = await findBody(url);
    const length = Buffer.byteLength(body);
    response.writeHead(200, { ...answer.headers, 'content-length': length });
    response.end(body);
  });
  server.listen(address);
}
