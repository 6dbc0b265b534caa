import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex3-2',
  slug: 'ex3-2-add',
  day: 1,
  title: '동적 계산과 404',
  routes,
  files: ['routes.ts', 'result.ejs', '404.ejs'],
  contract,
  differences,
};
