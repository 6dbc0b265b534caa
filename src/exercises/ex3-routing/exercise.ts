import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex3',
  slug: 'ex3-routing',
  day: 1,
  title: '라우팅',
  routes,
  files: ['routes.ts', 'hello.ejs'],
  contract,
  differences,
};
