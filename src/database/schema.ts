import type { AnswersTable } from '../exercises/ex2-3-survey/answers.ts';
import type { UsersTable } from '../exercises/ex5-mysql/users.ts';
import type { PlanSheetsTable } from '../exercises/plan/sheets.ts';
import type { PracticeTable } from '../exercises/sql/statements.ts';

/** Every table that Kysely knows, each described by the exercise it serves. */
export interface Database {
  survey_answers: AnswersTable;
  users: UsersTable;
  /** No migration makes it: the lesson does, and drops it again. */
  practice_users: PracticeTable;
  plan_sheets: PlanSheetsTable;
}
