import { fastify } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { judge } from '../src/contract/judge.ts';
import { perform } from '../src/contract/send.ts';
import { course } from '../src/course.ts';
import { usesDatabase } from '../src/exercise.ts';
import { expectToKeep } from './contract.ts';
import {
  engines,
  newDatabase,
  serve,
  shareCourse,
  untilReady,
} from './support.ts';

describe.each(engines)('as part of the course on %s', async (engine) => {
  const { url } = await shareCourse(engine);
  const all = engine === 'mysql' ? course.filter(usesDatabase) : course;

  test.each(all)('$id keeps its contract', async ({ id, contract }) => {
    await expectToKeep(contract, `${url}/${id}/`);
  });
});

describe.each(course)('$id', (exercise) => {
  const { id, contract } = exercise;
  test.each(usesDatabase(exercise) ? engines : (['sqlite'] as const))(
    'keeps its contract alone at / on %s',
    async (engine) => {
      const database = await newDatabase(engine);
      // ex4-2 is a front alone: it is told where the API is.
      const api = id === 'ex4-2' ? await serve({ only: 'ex4' }) : undefined;
      const changes = { only: id, apiUrl: api?.url, database };
      const { app, url } = await serve(changes);
      await untilReady(app);
      await expectToKeep(contract, `${url}/`);
    },
  );
});

test('a word counts where a person reads it: in the body of a page', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  const page = '<title>하나</title><script>둘</script><p title="셋">넷</p>';
  app.get('/', (_request, reply) => reply.type('text/html').send(page));
  const base = `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
  const step = { do: '', get: '', see: ['하나', '둘', '셋', '넷'] };
  const [answer] = await perform(step, base, {});
  const missed = judge(step, answer).map(({ expected }) => expected);
  expect(missed).toEqual(['하나', '둘', '셋']);
});
