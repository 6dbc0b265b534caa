import formbody from '@fastify/formbody';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { readForm } from './form.ts';
import { buildPage, type DatabaseFacts, type Shown } from './page.ts';
import { type Run, run } from './practice.ts';
import { type Db, listStatements, reset } from './statements.ts';

interface Options {
  db: Db;
  port: number;
  database: DatabaseFacts;
}

/** 적어 두는 기록의 수. 메모리에 끝없이 쌓이지 않게 한다. */
const maxRuns = 50;

/**
 * SQL 열네 문장을 순서대로 실행하며 데이터베이스의 결과를 읽습니다.
 *
 * 관계형 데이터베이스는 SQL로 다룹니다. 데이터베이스와 테이블을 만들고, 행을
 * 넣고 찾고 바꾸고 지우는 문장을 순서대로 실행하며 서버의 결과를 그대로 봅니다.
 * 같은 문장을 Kysely 코드로도 작성하여, 그 코드가 만드는 SQL과 비교합니다.
 */
export async function routes(app: FastifyInstance, options: Options) {
  const { db, port, database } = options;

  // 이 실습도 HTML 폼이 보내는 형식만 받고, 다른 형식에는 415로 답한다.
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // 실행할 수 있는 것은 여기 적힌 문장뿐이다. 밖에서 온 글을 SQL로 실행하면
  // 데이터를 통째로 읽고 지우는 일까지 남에게 맡기게 된다(SQL 삽입 공격).
  const statements = listStatements(database.name);

  // 실행한 기록이다. 페이지 아래에 차례대로 보이고, 서버를 끄면 사라진다.
  const runs: (Run & { number: number })[] = [];
  let count = 0;

  // 어느 답이든 같은 페이지다. 연습 표의 지금 모습은 볼 때마다 새로 읽는다.
  async function showPage(reply: FastifyReply, shown: Shown) {
    const page = await buildPage(db, database, statements, shown);
    const base = app.prefix;
    return reply.view('sql/index.ejs', { ...page, base, port, runs });
  }

  // 결과는 번호로 찾는다. 창을 여럿 열어도 저마다 제 결과를 본다.
  app.get<{ Querystring: { run?: string } }>('/', async (request, reply) => {
    const found = runs.find(({ number }) => `${number}` === request.query.run);
    return showPage(reply, { run: found });
  });

  app.post<{ Params: { id: string } }>('/run/:id', async (request, reply) => {
    const { id } = request.params;
    const statement = [...statements, reset].find((one) => one.id === id);
    if (statement === undefined) return reply.callNotFound();

    // 값은 검사한 다음, SQL에 붙이지 않고 따로 전달한다.
    const { entries, values, mistakes } = readForm(request.body, statement);
    if (mistakes.length > 0) {
      return showPage(reply.code(400), { id, entries, mistakes });
    }

    // 차례가 아닌 문장은 실행하지 않고, 무엇이 먼저인지 알려 준다(409).
    const result = await run(db, database.engine, statement, values);
    if ('refusal' in result) {
      const { refusal } = result;
      return showPage(reply.code(409), { id, entries, refusal });
    }

    // 결과를 적어 두고 그 주소로 보낸다(303). 새로 고쳐도 다시 실행되지 않는다.
    count += 1;
    runs.push({ ...result, number: count });
    if (runs.length > maxRuns) runs.shift();
    return reply.redirect(`${app.prefix}?run=${count}#${id}`, 303);
  });

  // 데이터베이스가 대답하지 않으면, 무엇을 확인할지 알려 주는 페이지를 보인다.
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    if (error.statusCode !== 503) throw error;
    const { errno } = (error.cause ?? {}) as { errno?: number };
    const page = { base: app.prefix, port, database, errno };
    reply.code(503).header('retry-after', '2');
    return reply.view('sql/away.ejs', page);
  });
}
