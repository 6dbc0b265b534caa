import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex6',
  slug: 'ex6-docker',
  day: 2,
  title: '도커',
  routes,
  needs: ['port'],
  files: [
    'Dockerfile',
    'compose.ex6.yaml',
    '.dockerignore',
    'routes.ts',
    'where-am-i.ts',
    'index.ejs',
    'public/ex6.css',
  ],
  contract,
};
