import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex4',
  slug: 'ex4-rest-api',
  day: 2,
  title: 'REST API',
  routes,
  needs: ['port'],
  files: [
    'api.ts',
    'routes.ts',
    'users.ts',
    'schema.ts',
    'problem.ts',
    'openapi.ts',
    'index.ejs',
  ],
  contract,
  differences,
  api: true,
};
