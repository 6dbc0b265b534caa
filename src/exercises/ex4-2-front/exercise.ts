import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex4-2',
  slug: 'ex4-2-front',
  day: 2,
  title: 'Front + Back',
  routes,
  needs: ['apiUrl'],
  files: [
    'routes.ts',
    'client.ts',
    'trouble.ts',
    'list.ejs',
    'form.ejs',
    'delete.ejs',
    'away.ejs',
    'trouble.ejs',
  ],
  contract,
};
