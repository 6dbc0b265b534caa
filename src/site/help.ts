import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { internalPort } from '../ports.ts';

/** A message that beginners meet, and what to do about it. */
export interface Trouble {
  /** The fragment of its address on the page. */
  id: string;
  topic: string;
  /** As the program prints it; what varies is written as it would be here. */
  message: string;
  meaning: string;
  /** What to do, and a command where one helps. */
  advice: string;
  command?: string;
  /** The exercises in which it happens. */
  exercises: string[];
}

const json = readFileSync(join(import.meta.dirname, 'troubles.json'), 'utf8');

/**
 * The error clinic's entries, for a student on this port. The tests provoke
 * the errors and compare the messages.
 */
export function troubles(port: number): Trouble[] {
  return JSON.parse(
    json
      .replace(/\$\{port\}/g, `${port}`)
      .replace(/\$\{internalPort\}/g, `${internalPort(port) ?? port + 1}`),
  );
}

/** `/help`: the error clinic, all of it or what is like a pasted message. */
export async function helpPage(
  app: FastifyInstance,
  options: { port: number },
) {
  const all = troubles(options.port);
  app.get<{ Querystring: { q?: unknown } }>('/help', async (request, reply) => {
    const { q } = request.query;
    const query = typeof q === 'string' ? q.trim() : '';
    const words = query.toLowerCase().split(/\s+/);
    // What varies in a message is not here: most words are to be the same.
    const likeness = all.map((trouble) => {
      const text = Object.values(trouble).join(' ').toLowerCase();
      return words.filter((word) => text.includes(word)).length;
    });
    const best = Math.max(1, ...likeness);
    const found = all.filter((_, at) => likeness[at] === best);
    const topics = Map.groupBy(found, ({ topic }) => topic);
    return reply.view('site/help.ejs', { query, topics });
  });
}
