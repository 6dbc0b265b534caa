import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { edit } from './edit.ts';
import { attachment, toMarkdown } from './markdown.ts';
import { parts } from './parts.ts';
import { phases } from './phases.ts';
import type { Running } from './running.ts';
import {
  type Db,
  findSheet,
  listSheets,
  maxSheets,
  removeSheet,
  sheetPath,
} from './sheets.ts';

interface Options extends Running {
  db: Db;
}

type WithId = { Params: { id: string } };

/**
 * 프로젝트의 열 단계를 익히고, 기획서를 일곱 항목으로 나누어 작성합니다.
 *
 * 무엇을 왜 만들지 코드보다 먼저 글로 정리합니다. 끝이 있는 프로젝트와 계속
 * 운영하는 프로덕트의 차이를 알아보고, 열 단계의 활동을 점검하며, 만들 서비스의
 * 기획서를 활동지에 작성합니다.
 */
export async function routes(app: FastifyInstance, options: Options) {
  const { db } = options;
  const page = { base: app.prefix, parts, phases, maxSheets };

  // 폼이 보내는 형식만 받는다. 한글 한 글자는 폼에서 아홉 글자(%ED%95%9C)가
  // 되므로, 일곱 부를 10,000자씩 채우면 630 KB다. 그래서 여느 주소보다 크게,
  // 2 MiB까지 받는다. 조금 넘치게 적은 글을 잃지 않고 돌려줄 여유도 된다.
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit: 2 * 1024 * 1024 });
  app.register(edit, { db, running: options });

  // 첫 페이지. 표와 열 단계는 늘 같고, 저장한 활동지의 목록만 읽어 온다.
  app.get('/', async (_request, reply) => {
    const sheets = await listSheets(db);
    return reply.view('plan/index.ejs', { ...page, sheets });
  });

  // 활동지 하나. 번호의 모양은 맞아도 그런 활동지가 없으면 404로 답한다.
  app.get<WithId>(sheetPath, async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    return reply.view('plan/sheet.ejs', { ...page, sheet });
  });

  // 같은 활동지를 다른 형식으로 보낸다. 형식은 Content-Type이, 화면에 띄우지
  // 말고 파일로 받으라는 뜻은 Content-Disposition이 전한다.
  app.get<WithId>(`${sheetPath}/markdown`, async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    return reply
      .type('text/markdown; charset=utf-8')
      .header('content-disposition', attachment(sheet.title))
      .send(toMarkdown(sheet));
  });

  // 링크를 여는 것(GET)만으로 지워지면 안 된다. 먼저 묻고, 폼(POST)으로 지운다.
  app.get<WithId>(`${sheetPath}/delete`, async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    return reply.view('plan/delete.ejs', { ...page, sheet });
  });

  // 지운 뒤에는 목록으로 보낸다. 이미 없는 활동지였다면 404로 답한다.
  app.post<WithId>(`${sheetPath}/delete`, async (request, reply) => {
    const removed = await removeSheet(db, request.params.id);
    return removed ? reply.redirect(page.base, 303) : reply.callNotFound();
  });
}
