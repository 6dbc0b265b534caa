import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex5',
  slug: 'ex5-mysql',
  day: 2,
  title: 'Front + Back + DB',
  routes,
  needs: ['db', 'ownUrl'],
  files: ['users.ts', 'routes.ts', 'own-table.ts', 'migrations/003_users.ts'],
  contract,
  differences,
  grewFrom: { id: 'ex4', file: 'users.ts' },
  api: true,
};
