import { describe, test } from 'vitest';
import { course } from '../src/course.ts';
import { expectToKeep } from './contract.ts';
import { engines, freePort, newDatabase, serve } from './support.ts';

describe.each(course)('$id', ({ id, contract, needs }) => {
  describe.each(needs?.includes('db') ? engines : (['sqlite'] as const))(
    'on %s',
    (engine) => {
      test('keeps its contract as part of the course', async () => {
        const { url } = await serve({ database: await newDatabase(engine) });
        await expectToKeep(contract, `${url}/${id}/`);
      });

      test('keeps its contract alone at /', async () => {
        const database = await newDatabase(engine);
        // ex4-2 expects an API on the internal port, as in the lecture.
        const internalPort = await freePort();
        const port = internalPort - 10_000;
        if (id === 'ex4-2') await serve({ only: 'ex4', port: internalPort });
        const { url } = await serve({ only: id, port, database });
        await expectToKeep(contract, `${url}/`);
      });
    },
  );
});
