import { describe, test } from 'vitest';
import { course } from '../src/course.ts';
import { expectToKeep } from './contract.ts';
import { engines, newDatabase, serve } from './support.ts';

describe.each(course)('$id', ({ id, contract, needs }) => {
  const usesDatabase = needs?.some((name) => /^(db|connectOnce)$/.test(name));
  describe.each(usesDatabase ? engines : (['sqlite'] as const))(
    'on %s',
    (engine) => {
      test('keeps its contract as part of the course', async () => {
        const { url } = await serve({ database: await newDatabase(engine) });
        await expectToKeep(contract, `${url}/${id}/`);
      });

      test('keeps its contract alone at /', async () => {
        const database = await newDatabase(engine);
        // ex4-2 is a front alone: it is told where the API is.
        const api = id === 'ex4-2' ? await serve({ only: 'ex4' }) : undefined;
        const { url } = await serve({ only: id, apiUrl: api?.url, database });
        await expectToKeep(contract, `${url}/`);
      });
    },
  );
});
