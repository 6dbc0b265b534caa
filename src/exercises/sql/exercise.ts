import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'sql',
  slug: 'sql',
  day: 2,
  title: 'MySQL 기본 명령어',
  routes,
  needs: ['db', 'port', 'database'],
  files: [
    'routes.ts',
    'statements.ts',
    'practice.ts',
    'show.ts',
    'surprises.ts',
    'form.ts',
    'page.ts',
    'index.ejs',
    'answer.ejs',
    'rows.ejs',
    'away.ejs',
  ],
  contract,
};
