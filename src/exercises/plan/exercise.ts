import type { Exercise } from '../../exercise.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const exercise: Exercise = {
  id: 'plan',
  slug: 'plan',
  day: 2,
  title: '프로젝트 설계',
  routes,
  needs: ['db'],
  files: [
    'routes.ts',
    'src/exercises/plan/worksheet.json',
    'edit.ts',
    'form.ts',
    'sheets.ts',
    'text.ts',
    'index.ejs',
    'sheet.ejs',
    'form.ejs',
    'public/plan.css',
    'migrations/004_plan_sheets.ts',
  ],
  contract,
};
