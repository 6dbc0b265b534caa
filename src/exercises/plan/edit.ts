import { isDeepStrictEqual } from 'node:util';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { findMistakes, type Mistake } from '../ex2-3-survey/form.ts';
import { example, Rules, readSheet } from './form.ts';
import {
  type Db,
  findSheet,
  maxSheets,
  type Sheet,
  saveSheet,
} from './sheets.ts';
import worksheet from './worksheet.json' with { type: 'json' };

/** 저장하지 못한 이유. */
const reasons: Record<number, string> = {
  409: `활동지는 ${maxSheets}장까지입니다. 하나를 지운 뒤 다시 저장하세요.`,
  410: '그사이 이 활동지가 삭제되었습니다. 다시 저장하면 새 활동지가 됩니다.',
  503: '데이터베이스가 응답하지 않습니다. 잠시 뒤 다시 저장하세요.',
};

type WithStart = { Querystring: { from?: string } };
type WithId = { Params: { id: string } };

/**
 * 활동지를 작성하고, 고치고, 저장한다.
 *
 * 같은 활동지를 두 창에서 고치면, 나중에 저장한 내용이 먼저 저장한 내용을
 * 말없이 덮어쓰기 쉽다. 그래서 폼은 열 때 본 버전을 숨겨 두었다가 함께 보내고,
 * 그사이 버전이 바뀌었으면 서버가 저장하지 않고 두 내용을 보여 준다.
 */
export async function edit(app: FastifyInstance, { db }: { db: Db }) {
  const base = app.prefix || '/';

  // 어떤 이유로 다시 보여 주든, 입력한 내용은 언제나 폼에 남아 있다.
  function show(
    reply: FastifyReply,
    sheet: Sheet,
    mistakes: Mistake[] = [],
    stored?: Sheet,
  ) {
    const page = { base, ...worksheet, sheet, mistakes, stored };
    return reply.view('plan/form.ejs', page);
  }

  // 새 활동지의 id는 폼을 만들 때 정한다. 그래야 제출을 두 번 눌러도 활동지가
  // 둘이 되지 않는다. 주소에 ?from=example이 있으면 예시로 채운다.
  app.get<WithStart>('/new', async (request, reply) => {
    const sheet = readSheet({});
    if (request.query.from === 'example') Object.assign(sheet, example);
    return show(reply, sheet);
  });

  // 저장된 활동지로 채운 폼. 그 버전도 폼에 담긴다.
  app.get<WithId>('/:id([0-9a-f-]{36})/edit', async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    return sheet ? show(reply, sheet) : reply.callNotFound();
  });

  // 새 활동지와 고친 활동지를 모두 여기서 저장한다. 둘은 버전만 다르다.
  app.post('/save', async (request, reply) => {
    const sheet = readSheet(request.body);
    const mistakes = findMistakes(Rules, sheet);
    if (mistakes.length > 0) return show(reply.code(400), sheet, mistakes);

    // 저장된 내용이 내 것과 같으면 버튼을 두 번 누른 것이니, 저장한 것과 같다.
    const stored = await saveSheet(db, sheet);
    const mine = { ...stored, ...sheet, version: stored?.version };
    if (stored === undefined || isDeepStrictEqual({ ...stored }, mine)) {
      return reply.redirect(base + sheet.id, 303);
    }

    // 저장된 내용을 이제 보았으므로, 폼의 버전도 그것으로 바꾼다. 읽고 나서
    // 다시 저장하면 내 내용이 저장된다.
    sheet.version = stored.version;
    const detail =
      '저장하지 않았습니다. 그사이 다른 창에서 저장한 내용이 있습니다. ' +
      '내용이 다른 칸 아래에 보이니, 필요한 것을 옮겨 쓰고 다시 저장하세요.';
    return show(reply.code(409), sheet, [{ field: '', detail }], stored);
  });

  // 저장하지 못했을 때도 입력한 내용은 폼에 담아 다시 보여 준다.
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { statusCode = 500 } = error;
    const detail = reasons[statusCode];
    if (!detail || request.body === undefined) throw error;
    // 삭제된 활동지는 다른 id로 다시 저장하게 한다.
    const anew = statusCode === 410 ? { id: '', version: '' } : {};
    const sheet = readSheet({ ...Object(request.body), ...anew });
    return show(reply.code(statusCode), sheet, [{ field: '', detail }]);
  });
}
