import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { blank, example } from './example.ts';
import { checkForm, type Form, isSame, join, readForm } from './form.ts';
import { fields, parts } from './parts.ts';
import { phases } from './phases.ts';
import { describeRunning, type Running } from './running.ts';
import {
  countSheets,
  type Db,
  findSheet,
  maxSheets,
  saveSheet,
  sheetPath,
} from './sheets.ts';

interface Options {
  db: Db;
  running: Running;
}

type WithId = { Params: { id: string } };
type WithStart = { Querystring: { from?: string } };

/**
 * 활동지를 쓰고, 고치고, 저장한다.
 *
 * 같은 활동지를 두 창에서 고치면, 나중에 저장한 글이 먼저 저장한 글을 말없이
 * 덮어쓰기 쉽다. 그래서 폼은 열 때 본 판(version)을 숨겨 두었다가 함께 보낸다.
 * 그사이 판이 바뀌었으면 저장하지 않고, 두 글을 나란히 보여 주고 묻는다.
 */
export async function edit(app: FastifyInstance, { db, running }: Options) {
  const base = app.prefix;

  /** 폼을 보인다. 어떤 까닭으로 다시 보이든, 적은 글은 언제나 그 안에 있다. */
  function show(reply: FastifyReply, form: Partial<Form>, more = {}) {
    const page = { base, fields, parts, phases, mistakes: [], form, ...more };
    return reply.view('plan/form.ejs', page);
  }

  // 새 활동지는 아직 저장한 적이 없으므로 0판이다. 번호는 폼이 만들어질 때
  // 받는다. 그래야 제출을 두 번 눌러도 활동지가 둘이 되지 않는다.
  app.get<WithStart>('/new', async (request, reply) => {
    const entries = request.query.from === 'example' ? example : blank;
    return show(reply, { id: randomUUID(), version: 0, entries });
  });

  app.get<WithId>(`${sheetPath}/edit`, async (request, reply) => {
    const sheet = await findSheet(db, request.params.id);
    if (sheet === undefined) return reply.callNotFound();
    const { id, version } = sheet;
    return show(reply, { id, version, entries: sheet });
  });

  // 새 활동지와 고친 활동지는 번호를 얻는 곳만 다르고, 저장하는 법은 같다.
  app.post('/new', async (request, reply) => {
    const { id } = readForm(request.body);
    return save(id, request.body, reply);
  });

  app.post<WithId>(`${sheetPath}/edit`, async (request, reply) =>
    save(request.params.id, request.body, reply),
  );

  async function save(id: string, body: unknown, reply: FastifyReply) {
    const stored = await findSheet(db, id);
    const form = { ...readForm(body, stored), id };
    const { version, entries } = form;

    // 무엇을 남길지 고른 것은, 그때 본 글이 지금도 저장된 글일 때만 쓸모 있다.
    const isSeen = form.comparing && stored?.version === version;
    const compared = isSeen ? stored : undefined;

    // 6부에 넣어 달라는 단추였으면, 글을 넣은 폼을 돌려주고 저장하지 않는다.
    if (form.insert !== '') {
      const text = await describeRunning(form.insert, running, db);
      entries.backend = join(entries.backend, text);
      return show(reply, form, { stored: compared, inserted: text !== '' });
    }

    const { chosen, mistakes } = checkForm(form, compared);
    if (stored === undefined && (await countSheets(db)) >= maxSheets) {
      const message = `활동지는 ${maxSheets}장까지입니다. 하나를 지워 주세요.`;
      mistakes.push({ field: 'title', message });
    }
    if (mistakes.length > 0) {
      return show(reply.code(400), form, { stored: compared, mistakes });
    }

    // 본 판에 이어서 저장한다. 그사이 누군가 저장했거나 지웠으면 false다.
    if (await saveSheet(db, id, version, chosen)) {
      return reply.redirect(base + id, 303);
    }

    // 저장된 글이 내 글과 똑같으면 단추를 두 번 누른 것이니, 저장한 것과 같다.
    const now = await findSheet(db, id);
    if (now !== undefined && isSame(now, chosen)) {
      return reply.redirect(base + id, 303);
    }
    // 지워졌으면 새 번호로 저장하게 한다. 다른 글이 저장되었으면 그 글도 함께
    // 보여 주므로, 이 폼이 본 판은 이제 그 글의 판이다.
    if (now === undefined) {
      const next = { ...form, id: randomUUID(), version: 0 };
      return show(reply.code(409), next, { news: 'deleted' });
    }
    const next = { ...form, version: now.version, choices: {} };
    return show(reply.code(409), next, { stored: now, news: 'saved' });
  }

  // 데이터베이스가 대답하지 않아도(503) 적은 글은 폼에 담아 돌려준다.
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const wasSaving = request.method === 'POST' && request.body !== undefined;
    if (error.statusCode !== 503 || !wasSaving) throw error;
    reply.code(503).header('retry-after', '2');
    return show(reply, readForm(request.body), { news: 'unavailable' });
  });
}
