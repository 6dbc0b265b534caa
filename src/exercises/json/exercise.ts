import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'json',
  slug: 'json',
  day: 2,
  title: 'JSON',
  routes,
  files: ['routes.ts', 'read-json.ts', 'index.ejs'],
  contract,
  differences,
};
