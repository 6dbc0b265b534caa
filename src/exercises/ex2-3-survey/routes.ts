import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import {
  type AnswersTable,
  findAnswer,
  saveAnswer,
  tallyAnswers,
} from './answers.ts';
import { foods, readForm } from './form.ts';

interface Options {
  db: Kysely<{ survey_answers: AnswersTable }>;
}

/**
 * 폼으로 데이터를 보내고, 서버가 검사하고 저장하여 결과를 보여 줍니다.
 *
 * 폼에 입력한 값은 요청의 본문에 담겨 서버로 갑니다. 서버는 받은 값을 검사하여,
 * 잘못된 값이 있으면 입력한 내용을 그대로 둔 채 폼을 다시 보여 주고, 없으면
 * 저장한 뒤 결과 주소로 이동하라고 응답합니다.
 */
export async function routes(app: FastifyInstance, { db }: Options) {
  // 이 실습은 HTML 폼이 보내는 형식만 받고, 다른 형식에는 415로 답한다.
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // 모든 페이지가 링크를 적을 때 쓰는 값이다. base는 이 실습이 놓인 주소다.
  const page = { base: app.prefix, foods };

  // 빈 폼에는 새 번호(id)를 숨겨 둔다. 제출을 두 번 눌러도, 뒤로 가서 고쳐
  // 제출해도 번호가 같으니 답은 하나로 남는다.
  app.get('/', async (_request, reply) => {
    const entries = { id: randomUUID(), name: '', age: '', food: '' };
    return reply.view('ex2-3-survey/form.ejs', {
      ...page,
      entries,
      mistakes: [],
    });
  });

  app.post('/submit', async (request, reply) => {
    // 브라우저가 검사했더라도 다시 검사한다. 요청은 누구나 만들 수 있다.
    const { answer, entries, mistakes } = readForm(request.body);

    // 잘못된 칸이 있으면 적은 내용을 살려서 같은 폼을 다시 보여 준다.
    if (answer === undefined) {
      reply.code(400);
      return reply.view('ex2-3-survey/form.ejs', {
        ...page,
        entries,
        mistakes,
      });
    }

    // 답을 저장한 뒤 바로 HTML을 보내지 않고 결과 주소로 가라고 답한다(303).
    // 그래야 결과 페이지를 새로 고쳐도 폼이 다시 제출되지 않는다.
    await saveAnswer(db, answer);
    return reply.redirect(`${app.prefix}result/${answer.id}`, 303);
  });

  // 번호의 모양이 아니면 데이터베이스에 묻지 않고 404로 답한다. MySQL은 글자를
  // 견줄 때 대문자와 소문자를 가리지 않아, 물으면 다른 주소도 같다고 한다.
  app.get<{ Params: { id: string } }>(
    '/result/:id(^[0-9a-f-]{36}$)',
    async (request, reply) => {
      const answer = await findAnswer(db, request.params.id);
      if (answer === undefined) return reply.callNotFound();
      return reply.view('ex2-3-survey/result.ejs', { ...page, answer });
    },
  );

  // 음식마다 몇 명이 골랐는지만 보여 준다. 이름과 나이는 보내지 않는다.
  app.get('/tally', async (_request, reply) => {
    const counts = await tallyAnswers(db);
    return reply.view('ex2-3-survey/tally.ejs', { ...page, counts });
  });
}
