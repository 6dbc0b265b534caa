import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import {
  findMistakes,
  readField,
  readText,
  Survey,
} from '../ex2-3-survey/form.ts';
import { fillIn, run } from './run.ts';
import { type Db, listStatements, showTwin } from './statements.ts';

interface Options {
  /** 새 연결 하나를 쓰는 데이터베이스. 처음 쓸 때 연결되고, 다 쓰면 닫는다. */
  connectOnce: () => Db;
  database: { engine: string; name: string };
}

/** 열네 문장과, 문장마다 실행 버튼이 있는 페이지. */
export async function routes(app: FastifyInstance, options: Options) {
  const { connectOnce, database } = options;
  // HTML 폼이 보내는 형식만 받고, 다른 형식에는 415로 응답한다.
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // 실행할 수 있는 것은 이 목록의 문장뿐이다. 밖에서 온 SQL을 실행하면 데이터를
  // 읽고 지우는 일까지 남에게 맡기게 된다(SQL 삽입 공격).
  const statements = listStatements(database.name);
  // 실행한 기록이다. 메모리에만 두고, 50개가 넘으면 오래된 것부터 버린다.
  const runs = new Map<string, Awaited<ReturnType<typeof run>>>();
  let count = 0;

  const base = app.prefix || '/';
  // Kysely로 SQL을 만들기만 하는 데에는 연결이 필요하지 않다.
  const db = connectOnce();
  const twins = statements.map((statement) => showTwin(db, statement));
  const page = { base, database, statements, twins, fillIn };

  // 실행한 결과는 번호로 찾으므로, 창을 여럿 열어도 창마다 자기 결과를 본다.
  app.get<{ Querystring: { run?: string } }>('/', async (request, reply) => {
    const run = runs.get(request.query.run ?? '');
    return reply.view('sql/index.ejs', { ...page, run });
  });

  // 설문과 같은 규칙으로 검사하고 실행한다. 문장이 쓰지 않는 값은 보지 않는다.
  app.post<{ Params: { id: string } }>('/run/:id', async (request, reply) => {
    const statement = statements.find(({ id }) => id === request.params.id);
    if (statement === undefined) return reply.callNotFound();
    const { id, values = {} } = statement;
    const name = readText(request.body, 'name');
    const age = readField(request.body, 'age').trim();
    const mistakes = findMistakes(Survey, { name, age }).filter(
      ({ field }) => field in values,
    );
    if (mistakes.length > 0) {
      const shown = { entries: { id, name, age }, mistakes };
      return reply.code(400).view('sql/index.ejs', { ...page, ...shown });
    }

    const entries = { name, age: Number(age) };
    const sent = Object.keys(values).map((field) => Object(entries)[field]);
    // 실행할 때마다 새로 연결하고 끝나면 닫는다. 그래서 USE로 고른
    // 데이터베이스가 다른 요청에 영향을 주지 않는다.
    const one = connectOnce();
    const result = await run(one, database, statement, sent).finally(() =>
      one.destroy(),
    );
    count += 1;
    runs.set(`${count}`, result);
    runs.delete(`${count - 50}`);
    // 결과의 주소로 이동하라고 응답한다(303). 새로 고쳐도 다시 실행되지 않는다.
    return reply.redirect(`${base}?run=${count}#${id}`, 303);
  });
}
