import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex2-2',
  slug: 'ex2-2-tags',
  day: 1,
  title: 'HTML 기본 태그',
  routes,
  files: ['index.ejs', 'public/exercises.css', 'routes.ts'],
  contract,
  differences,
};
