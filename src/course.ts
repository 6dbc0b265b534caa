import type { Exercise } from './exercise.ts';
import { exercise as ex1 } from './exercises/ex1-hello/exercise.ts';
import { exercise as ex2_2 } from './exercises/ex2-2-tags/exercise.ts';
import { exercise as ex2_3 } from './exercises/ex2-3-survey/exercise.ts';
import { exercise as ex2 } from './exercises/ex2-html/exercise.ts';
import { exercise as ex3_2 } from './exercises/ex3-2-add/exercise.ts';
import { exercise as ex3 } from './exercises/ex3-routing/exercise.ts';
import { exercise as ex4_2 } from './exercises/ex4-2-front/exercise.ts';
import { exercise as ex4 } from './exercises/ex4-rest-api/exercise.ts';
import { exercise as ex5 } from './exercises/ex5-mysql/exercise.ts';
import { exercise as ex6 } from './exercises/ex6-docker/exercise.ts';
import { exercise as ex7 } from './exercises/ex7-compose/exercise.ts';
import { exercise as json } from './exercises/json/exercise.ts';
import { exercise as plan } from './exercises/plan/exercise.ts';
import { exercise as sql } from './exercises/sql/exercise.ts';

/** The exercises, in the order of the lecture. */
export const course: Exercise[] = [
  ex1,
  ex2,
  ex2_2,
  ex2_3,
  ex3,
  ex3_2,
  json,
  ex4,
  ex4_2,
  sql,
  ex5,
  ex6,
  ex7,
  plan,
];
