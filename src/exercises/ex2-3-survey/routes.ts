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
import { findMistakes, foods, readField, Survey } from './form.ts';

// 이 실습이 서버에서 받는 것이다. interface는 객체의 필드와 그 타입을 적는다.
// db는 survey_answers 테이블만 아는 데이터베이스다. Day 2에서 자세히 배운다.
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
  // 본문을 읽는 코드를 파서라고 한다. HTML 폼이 보내는 형식의 파서만 남기므로,
  // 다른 형식으로 온 요청에는 Fastify가 415로 응답한다.
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // 템플릿마다 건네줄 값이다. base는 이 실습의 주소로, 링크를 만들 때 쓴다.
  const page = { base: app.prefix || '/', foods };

  // 빈 폼을 보여 준다. 폼마다 아무도 짐작할 수 없는 열쇠(key)를 숨겨 둔다.
  app.get('/', async (_request, reply) => {
    const entries = { key: randomUUID(), name: '', age: '', food: '' };
    return reply.view('ex2-3-survey/form.ejs', { ...page, entries });
  });

  // 폼을 제출하는 주소다. 값은 주소가 아니라 본문(request.body)에 담겨 온다.
  app.post('/submit', async (request, reply) => {
    const { body } = request;
    const entries = {
      key: readField(body, 'key') || randomUUID(),
      name: readField(body, 'name'),
      age: readField(body, 'age').trim(),
      food: readField(body, 'food'),
    };

    // 브라우저가 검사했더라도 다시 검사한다. 요청은 누구나 만들 수 있다. 잘못된
    // 칸이 있으면 입력한 내용을 살려서 같은 폼을 다시 보여 준다.
    const mistakes = findMistakes(Survey, entries);
    if (mistakes.length > 0) {
      const form = { ...page, entries, mistakes };
      return reply.code(400).view('ex2-3-survey/form.ejs', form);
    }

    // 답변을 저장한 뒤 바로 HTML을 보내지 않고 결과 주소로 이동하라고
    // 응답한다(303). 그래야 결과 페이지를 새로 고쳐도 다시 제출되지 않는다.
    const id = await saveAnswer(db, { ...entries, age: Number(entries.age) });
    return reply.redirect(`${page.base}result/${id}`, 303);
  });

  // 답변 하나를 보여 준다. 괄호 안의 정규식에 맞는 주소만 이 라우트로 온다.
  app.get<{ Params: { id: string } }>(
    '/result/:id(^[0-9a-f]{32}$)',
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
