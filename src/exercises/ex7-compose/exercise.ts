import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex7',
  slug: 'ex7-compose',
  day: 2,
  title: 'Front + Back + DB + Docker',
  routes,
  needs: ['port', 'apiUrl', 'database', 'check'],
  files: [
    'compose.first.yaml',
    'compose.yaml',
    'routes.ts',
    'arrows.ts',
    'explain.ts',
    'index.ejs',
    'arrow.ejs',
    'public/ex7.css',
  ],
  contract,
  // In containers, these two are the front and the API.
  beside: ['ex4-2', 'ex5'],
};
