import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { findMistakes } from '../ex2-3-survey/form.ts';
import { type Form, Rules, readForm } from './form.ts';
import {
  type Db,
  findSheet,
  listSheets,
  maxSheets,
  saveSheet,
  sheetPath,
} from './sheets.ts';
import { completed, parts, phases } from './worksheet.ts';

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
  function show(reply: FastifyReply, form: Form, more = {}) {
    const page = { base, parts, phases, form, mistakes: [], ...more };
    return reply.view('plan/form.ejs', page);
  }

  // 새 활동지의 id는 폼을 만들 때 정한다. 그래야 제출을 두 번 눌러도 활동지가
  // 둘이 되지 않는다. 주소에 ?from=example이 있으면 예시로 채운다.
  app.get<WithStart>('/new', async (request, reply) => {
    const form = readForm({});
    if (request.query.from === 'example') form.entries = completed;
    return show(reply, form);
  });

  // 저장된 활동지로 채운 폼. 그 버전도 폼에 담긴다.
  app.get<WithId>(`${sheetPath}/edit`, async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    const { id, version } = sheet;
    return show(reply, { id, version, entries: sheet });
  });

  // 새 활동지와 고친 활동지를 모두 여기서 저장한다. 둘은 버전만 다르다.
  app.post('/save', async (request, reply) => {
    const form = readForm(request.body);
    const { id, entries } = form;

    const mistakes = findMistakes(Rules, entries);
    const isNew = (await findSheet(db, id)) === undefined;
    const isFull = isNew && (await listSheets(db)).length >= maxSheets;
    if (isFull) {
      const detail = `활동지는 ${maxSheets}장까지입니다. 하나를 지워 주세요.`;
      mistakes.push({ field: 'title', detail });
    }
    if (mistakes.length > 0) {
      return show(reply.code(isFull ? 409 : 400), form, { mistakes });
    }

    if (await saveSheet(db, form)) {
      return reply.redirect(base + id, 303);
    }

    // 그사이 지워졌으면, 다시 저장할 때 새 활동지가 되도록 id를 바꾼다.
    const stored = await findSheet(db, id);
    if (stored === undefined) {
      const next = { id: randomUUID(), version: 0, entries };
      return show(reply.code(409), next, { news: 'deleted' });
    }
    // 저장된 내용이 내 것과 같으면 버튼을 두 번 누른 것이니, 저장한 것과 같다.
    if (isDeepStrictEqual({ ...stored }, { ...stored, ...entries })) {
      return reply.redirect(base + id, 303);
    }
    // 저장된 내용을 이제 보았으므로, 폼의 버전도 그것으로 바꾼다. 읽고 나서
    // 다시 저장하면 내 내용이 저장된다.
    const next = { ...form, version: stored.version };
    return show(reply.code(409), next, { news: 'changed', stored });
  });

  // 데이터베이스가 응답하지 않아도(503) 입력한 내용은 폼에 담아 다시 보여 준다.
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const wasSaving = request.method === 'POST' && request.body !== undefined;
    if (error.statusCode !== 503 || !wasSaving) throw error;
    const form = readForm(request.body);
    return show(reply.code(503), form, { news: 'unavailable' });
  });
}
