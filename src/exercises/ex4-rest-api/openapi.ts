import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { visible } from '../ex2-3-survey/form.ts';

/** 뒤에 등록할 라우트의 스키마를 모아 API의 설명서(OpenAPI)를 만든다. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  const license = { name: 'MIT', identifier: 'MIT' };
  const info = { title: '사용자 API', version: '1.0.0', license };
  await app.register(swagger, {
    // 로그인이 없는 API라는 뜻으로 security를 비운다.
    openapi: { openapi: '3.1.0', info, security: [] },
    // 라우트의 함수 이름이 설명서에서도 그 일의 이름(operationId)이 된다.
    transform: ({ schema, url, route }) => ({
      schema: { ...schema, operationId: route.handler.name },
      url,
    }),
  });

  // 설명서도 JSON이다. POSTMAN 같은 도구가 이 주소를 읽어 요청을 만들어 준다.
  // 서버의 주소는 지금 요청한 주소다. localhost를 쓰지 못하는 도구도 있다.
  app.get('/openapi.json', { schema: { hide: true } }, (request) => {
    const host = request.host.replace('localhost', '127.0.0.1');
    const url = `${request.protocol}://${host}`;
    return { ...app.swagger(), servers: [{ url }] };
  });

  // 주소에 적힌 값은 모두 문자열이다. 숫자로만 된 값은 스키마로 검사하기 전에
  // 숫자로 바꾼다. 15자리까지는 Number가 정확하다. 다른 값은 바꾸지 않으므로
  // 정수를 기대하는 스키마에 어긋나 400이 된다.
  app.addHook('preValidation', async (request) => {
    for (const values of [request.params, request.query] as object[]) {
      for (const [name, value] of Object.entries(values)) {
        if (/^\d{1,15}$/.test(value)) {
          Object.assign(values, { [name]: Number(value) });
        }
      }
    }
    // 이름은 설문에서처럼 NFC로 통일한다. 보이는 글자가 없거나 반쪽짜리 문자가
    // 섞인 이름은 빈 이름이 되어 400이 된다.
    const body = Object(request.body);
    if (typeof body.name === 'string') {
      const isName = body.name.isWellFormed() && visible.test(body.name);
      body.name = isName ? body.name.normalize('NFC') : '';
    }
  });
}
