import type { AnswersTable } from '../exercises/ex2-3-survey/answers.ts';
import type { UsersTable } from '../exercises/ex5-mysql/users.ts';

/** Every table that Kysely knows, each described by the exercise it serves. */
export interface Database {
  survey_answers: AnswersTable;
  users: UsersTable;
}
