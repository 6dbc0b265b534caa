import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { edit } from './edit.ts';
import {
  type Db,
  findSheet,
  listSheets,
  maxSheets,
  removeSheet,
} from './sheets.ts';
import { toText } from './text.ts';
import worksheet from './worksheet.json' with { type: 'json' };

type WithId = { Params: { id: string } };

/**
 * 프로젝트의 열 단계를 익히고, 기획서를 일곱 항목으로 나누어 작성합니다.
 *
 * 코드를 작성하기 전에 무엇을 왜 만들지 글로 정리합니다. 끝이 있는 프로젝트와
 * 계속 운영하는 프로덕트의 차이를 알아보고, 열 단계의 활동 65개를 점검합니다.
 * 그다음 만들고 싶은 서비스를 하나 골라 활동지에 기획서를 작성합니다.
 */
export async function routes(app: FastifyInstance, { db }: { db: Db }) {
  const base = app.prefix || '/';
  const page = { base, maxSheets, ...worksheet };

  // 폼이 보내는 형식만 받는다. 한글 한 글자는 폼에서 아홉 글자(%ED%95%9C)가
  // 되므로, 일곱 항목을 10,000자씩 채우면 630 KB다. 그래서 기본 한도보다 큰
  // 2 MiB까지 받는다. 조금 넘친 내용을 잃지 않고 돌려줄 여유도 된다.
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit: 2 * 1024 * 1024 });
  app.register(edit, { db });

  // 첫 페이지. 설명은 늘 같고, 저장한 활동지의 목록만 읽어 온다.
  app.get('/', async (_request, reply) => {
    const sheets = await listSheets(db);
    return reply.view('plan/index.ejs', { ...page, sheets });
  });

  // 활동지 하나. id는 UUID이므로 36글자다. 그런 활동지가 없으면 404로 응답한다.
  app.get<WithId>('/:id([0-9a-f-]{36})', async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    return reply.view('plan/sheet.ejs', { ...page, sheet });
  });

  // 같은 활동지를 텍스트로 보낸다. 무슨 형식인지는 Content-Type이 알려 준다.
  app.get<WithId>('/:id([0-9a-f-]{36})/text', async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    return reply.type('text/plain; charset=utf-8').send(toText(sheet));
  });

  // 링크를 여는 것(GET)만으로 지워지면 안 되므로, 지우는 것은 폼(POST)뿐이다.
  // 지운 뒤에는 목록으로 보낸다.
  app.post<WithId>('/:id([0-9a-f-]{36})/delete', async (request, reply) => {
    const removed = await removeSheet(db, request.params.id);
    return removed ? reply.redirect(base, 303) : reply.callNotFound();
  });
}
