import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex2-3',
  slug: 'ex2-3-survey',
  day: 1,
  title: '음식 설문',
  routes,
  needs: ['db'],
  files: [
    'routes.ts',
    'form.ts',
    'answers.ts',
    'form.ejs',
    'result.ejs',
    'tally.ejs',
  ],
  contract,
  differences,
};
