import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'plan',
  slug: 'plan',
  day: 2,
  title: '프로젝트 설계',
  routes,
  needs: ['db', 'port', 'ownUrl', 'apiUrl', 'routes', 'database'],
  files: [
    'routes.ts',
    'edit.ts',
    'sheets.ts',
    'form.ts',
    'markdown.ts',
    'running.ts',
    'parts.ts',
    'phases.ts',
    'example.ts',
    'index.ejs',
    'sheet.ejs',
    'form.ejs',
    'notes.ejs',
    'delete.ejs',
    'migrations/004_plan_sheets.ts',
  ],
  contract,
};
