import { STATUS_CODES } from 'node:http';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';

/** 요청에서 잘못된 필드의 이름과, 어떻게 고치면 되는지. */
export interface FieldMistake {
  field: string;
  detail: string;
}

/** 상태 코드마다 무엇이 문제이고 어떻게 하면 되는지. */
const details: Record<number, string> = {
  400: '본문을 JSON으로 읽을 수 없습니다. 따옴표와 쉼표를 확인하세요.',
  403: '다른 주소의 페이지가 보낸 요청은 받지 않습니다.',
  404: '그런 주소는 없습니다. API 표에서 주소를 확인하세요.',
  405: '이 주소에 쓸 수 없는 메서드입니다. Allow 헤더에 있는 것을 쓰세요.',
  413: '본문이 너무 깁니다. 64 KiB까지 보낼 수 있습니다.',
  415: '본문은 JSON이어야 합니다. Content-Type: application/json으로 보내세요.',
  500: '서버에서 문제가 생겼습니다. 잠시 뒤 다시 시도하세요.',
  503: '지금은 데이터베이스를 쓸 수 없습니다. 잠시 뒤 다시 시도하세요.',
};

/**
 * 플러그인 하나의 모든 오류와 없는 주소에 RFC 9457의 JSON으로 답하게 한다.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation) {
      const mistakes = explainMistakes(error, request);
      return sendProblem(reply, 400, '잘못된 값이 있습니다.', mistakes);
    }
    // 알 수 없는 오류의 내용은 로그에만 남기고, 밖으로는 보내지 않는다.
    const { statusCode = 500 } = error;
    const status = statusCode in details ? statusCode : 500;
    if (status === 500) request.log.error({ err: error }, 'request failed');
    reply.headers(
      (error as { headers?: Record<string, string> }).headers ?? {},
    );
    return sendProblem(reply, status, details[status] ?? '');
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 404, details[404] ?? ''),
  );
}

/** 주소의 id를 가진 사용자가 없다고 답한다(404). */
export function sendNoUser(
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
) {
  return sendProblem(reply, 404, `${request.params.id}번 사용자가 없습니다.`);
}

function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: FieldMistake[],
) {
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send({ title: STATUS_CODES[status], status, detail, errors });
}

/** 스키마 검사(Ajv)가 찾은 잘못을 필드마다 한 문장으로 바꾼다. */
function explainMistakes(
  { validation = [], validationContext = 'body' }: FastifyError,
  request: FastifyRequest,
): FieldMistake[] {
  const { schema = {} } = request.routeOptions;
  // 문장은 라우트의 스키마에 적힌 description이다.
  const { properties } = schema[validationContext as 'body'] as {
    properties: Record<string, { description: string }>;
  };
  const mistakes = new Map<string, FieldMistake>();
  for (const { instancePath, params } of validation) {
    const field = String(
      params.missingProperty ??
        params.additionalProperty ??
        instancePath.slice(1),
    );
    const detail =
      field === ''
        ? '본문은 {"name":"Kang","age":20} 같은 JSON 객체여야 합니다.'
        : Object.hasOwn(properties, field)
          ? properties[field]?.description
          : undefined;
    mistakes.set(field, {
      field,
      detail: detail ?? '모르는 필드입니다. 지우고 다시 보내세요.',
    });
  }
  return [...mistakes.values()];
}
