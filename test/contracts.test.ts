import { describe, test } from 'vitest';
import { course } from '../src/course.ts';
import { usesDatabase } from '../src/exercise.ts';
import { expectToKeep } from './contract.ts';
import { engines, newDatabase, serve, untilReady } from './support.ts';

describe.each(course)('$id', (exercise) => {
  const { id, contract } = exercise;
  describe.each(usesDatabase(exercise) ? engines : (['sqlite'] as const))(
    'on %s',
    (engine) => {
      test('keeps its contract as part of the course', async () => {
        const database = await newDatabase(engine);
        const { app, url } = await serve({ database });
        await untilReady(app);
        await expectToKeep(contract, `${url}/${id}/`);
      });

      test('keeps its contract alone at /', async () => {
        const database = await newDatabase(engine);
        // ex4-2 is a front alone: it is told where the API is.
        const api = id === 'ex4-2' ? await serve({ only: 'ex4' }) : undefined;
        const changes = { only: id, apiUrl: api?.url, database };
        const { app, url } = await serve(changes);
        await untilReady(app);
        await expectToKeep(contract, `${url}/`);
      });
    },
  );
});
