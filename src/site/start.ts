import type { FastifyInstance } from 'fastify';
import { internalPort } from '../ports.ts';
import { troublesOf } from './troubles.ts';

/** The shells in which a reader may type; the first one unless chosen. */
const shells = {
  bash: 'Linux, macOS',
  powershell: 'PowerShell',
  cmd: '명령 프롬프트(cmd)',
};

/** `/start`: from nothing to the first change of one's own. */
export async function startPage(
  app: FastifyInstance,
  options: { port: number },
) {
  const { port } = options;
  // The course holds the reader's port: own programs use the internal one.
  const own = internalPort(port) ?? port + 1;
  app.get<{ Querystring: { shell?: string } }>(
    '/start',
    async (request, reply) => {
      const asked = request.query.shell ?? '';
      const shell = Object.hasOwn(shells, asked) ? asked : 'bash';
      const data = { port, own, shell, shells };
      return reply.view('site/start.ejs', {
        ...data,
        troubles: troublesOf('start', port),
      });
    },
  );
}
