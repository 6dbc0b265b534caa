import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex2',
  slug: 'ex2-html',
  day: 1,
  title: 'HTML 템플릿',
  routes,
  files: ['routes.ts', 'index.ejs'],
  contract,
  grewFrom: { id: 'ex1', file: 'routes.ts' },
};
