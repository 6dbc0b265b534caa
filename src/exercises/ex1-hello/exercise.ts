import type { Exercise } from '../../exercise.ts';
import { contract, differences } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'ex1',
  slug: 'ex1-hello',
  day: 1,
  title: 'Hello, Fastify!',
  routes,
  files: ['server.ts', 'routes.ts'],
  contract,
  differences,
};
