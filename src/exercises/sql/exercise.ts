import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'sql',
  slug: 'sql',
  day: 2,
  title: 'MySQL 기본 명령어',
  routes,
  needs: ['connectOnce', 'database'],
  files: [
    'statements.ts',
    'routes.ts',
    'run.ts',
    'index.ejs',
    'run.ejs',
    'answer.ejs',
    'public/sql.css',
  ],
  contract,
};
