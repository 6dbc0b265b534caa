import { STATUS_CODES } from 'node:http';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import type { TObject } from 'typebox';
import { findMistakes, type Mistake } from '../ex2-3-survey/form.ts';

/** 본문이 없거나 객체가 아닐 때 보여 줄 예. */
const example = '{"name":"Kang","age":20} 같은 JSON 객체를 보내세요.';

/** 오류나 상태 코드마다 무엇이 문제이고 어떻게 하면 되는지. */
const details: Record<string, string> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: `본문이 비어 있습니다. ${example}`,
  BROKEN_BODY:
    '본문이 UTF-8이 아닙니다. Windows의 터미널은 한글을 CP949로 보냅니다. ' +
    '본문을 UTF-8 파일로 저장하고 -d @user.json으로 보내세요.',
  OUTCOME_UNKNOWN:
    '처리하는 동안 데이터베이스와 연결이 끊겨, 처리되었는지 알 수 없습니다. ' +
    '다시 보내기 전에 조회해 보세요.',
  400: '본문을 JSON으로 읽을 수 없습니다. 따옴표와 쉼표를 확인하세요.',
  403: '다른 주소의 페이지가 보낸 요청은 받지 않습니다.',
  404: '그런 주소는 없습니다. API 표에서 주소를 확인하세요.',
  405: '이 주소에 쓸 수 없는 메서드입니다. Allow 헤더에 있는 것을 쓰세요.',
  409: '사용자가 너무 많아 더 추가할 수 없습니다. 지우고 다시 보내세요.',
  413: '본문이 너무 깁니다. 64 KiB까지 보낼 수 있습니다.',
  415: '본문은 JSON이어야 합니다. Content-Type: application/json으로 보내세요.',
  500: '서버에서 문제가 생겼습니다. 잠시 뒤 다시 시도하세요.',
  503: '지금은 데이터베이스를 쓸 수 없습니다. 잠시 뒤 다시 시도하세요.',
};

/**
 * API의 모든 오류와 없는 주소에 RFC 9457이 정한 JSON으로 응답하게 한다.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function answerWithProblems(app: FastifyInstance): void {
  // 본문은 JSON만 받는다. 다른 형식에는 Fastify가 415 오류를 낸다. 무엇을
  // 삭제할지는 주소에 있으므로, DELETE에 딸려 온 본문은 읽지 않는다.
  app.removeContentTypeParser('text/plain');
  app.addHttpMethod('DELETE', { overrideExisting: true });

  app.setErrorHandler((error: ApiError, request, reply) => {
    if (error.validation) {
      const mistakes = explainMistakes(error, request);
      return sendProblem(reply, 400, '잘못된 값이 있습니다.', mistakes);
    }
    const { statusCode = 500, code, detail = details[code] } = error;
    const status = statusCode in details ? statusCode : 500;
    // 저장소가 이유를 detail에 적었으면(ex5의 own-table.ts) 그대로 응답한다. 알
    // 수 없는 오류의 내용은 로그에만 남기고, 밖으로는 보내지 않는다.
    if (status < 500 && detail) return sendProblem(reply, status, detail);
    if (status === 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, status, details[code] ?? details[status] ?? '');
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 404, details[404] ?? ''),
  );
}

type ApiError = FastifyError & { detail?: string };

/** 그 id를 가진 사용자가 없다고 응답한다(404). */
export function sendNoUser(reply: FastifyReply, id: number) {
  return sendProblem(reply, 404, `${id}번 사용자가 없습니다.`);
}

function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: Mistake[],
) {
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send({ title: STATUS_CODES[status], status, detail, errors });
}

/** 스키마에 어긋난 요청에서 잘못된 필드를 모두 찾는다. */
function explainMistakes(
  { validationContext }: FastifyError,
  request: FastifyRequest,
): Mistake[] {
  const { schema = {} } = request.routeOptions;
  if (validationContext === 'querystring') {
    return findMistakes(schema.querystring as TObject, Object(request.query));
  }
  const { body } = request;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const what = body === undefined ? '비어 있습니다' : '객체가 아닙니다';
    return [{ field: '', detail: `본문이 ${what}. ${example}` }];
  }
  const { properties } = schema.body as TObject;
  const unknown = Object.keys(body).filter(
    (field) => !Object.hasOwn(properties, field),
  );
  const detail = '모르는 필드입니다. 지우고 다시 보내세요.';
  return [
    ...findMistakes(schema.body as TObject, body),
    ...unknown.map((field) => ({ field, detail })),
  ];
}
