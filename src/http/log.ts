import {
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';

/**
 * One line a request, with the route's pattern in place of its URL: paths and
 * queries hold names. On a terminal the lines are for people, otherwise JSON.
 */
export function logOptions(
  level: string,
  port: number,
): Pick<FastifyServerOptions, 'logger' | 'logController'> {
  return {
    logController: new OneLineARequest(),
    logger: {
      level,
      base: { port },
      serializers: {
        err: serializeError,
        req: (request) => ({ route: routeOf(request as FastifyRequest) }),
        res: (reply) => ({ statusCode: reply.statusCode }),
      },
      stream: { write: process.stdout.isTTY ? writeReadable : writeTogether },
    },
  };
}

class OneLineARequest extends LogController {
  override incomingRequest() {}

  override routeNotFound() {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const line = {
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (error) request.log.error({ ...line, err: error }, 'response failed');
    else request.log.info(line);
  }
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions?.url ?? '(unknown path)';
}

/** Without the SQL and the values that drivers put on their errors. */
function serializeError({ name, code, message, stack = '' }: FastifyError) {
  return { type: name, code, message, stack };
}

function writeReadable(json: string) {
  const { time, level, method, route, status, ms, msg, err } = JSON.parse(json);
  const at = new Date(time).toTimeString().slice(0, 8);
  const request = method && `${method} ${route} ${status} ${ms} ms`;
  const words = [level >= 50 && 'error:', request, msg, err?.stack];
  process.stdout.write(`${at} ${words.filter(Boolean).join(' ')}\n`);
}

let lines = '';
process.once('exit', writeLines);

/** A write costs more than a line: those of one turn go out together. */
function writeTogether(json: string) {
  if (lines === '') setImmediate(writeLines);
  lines += json;
}

function writeLines() {
  process.stdout.write(lines);
  lines = '';
}
