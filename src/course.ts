import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Step } from './contract.ts';
import type { Database } from './database/schema.ts';
import { contract as ex1Contract } from './exercises/ex1-hello/contract.ts';
import { routes as ex1 } from './exercises/ex1-hello/routes.ts';
import { contract as ex2_2Contract } from './exercises/ex2-2-tags/contract.ts';
import { routes as ex2_2 } from './exercises/ex2-2-tags/routes.ts';
import { contract as ex2_3Contract } from './exercises/ex2-3-survey/contract.ts';
import { routes as ex2_3 } from './exercises/ex2-3-survey/routes.ts';
import { contract as ex2Contract } from './exercises/ex2-html/contract.ts';
import { routes as ex2 } from './exercises/ex2-html/routes.ts';
import { contract as ex3_2Contract } from './exercises/ex3-2-add/contract.ts';
import { routes as ex3_2 } from './exercises/ex3-2-add/routes.ts';
import { contract as ex3Contract } from './exercises/ex3-routing/contract.ts';
import { routes as ex3 } from './exercises/ex3-routing/routes.ts';
import { contract as ex4_2Contract } from './exercises/ex4-2-front/contract.ts';
import { routes as ex4_2 } from './exercises/ex4-2-front/routes.ts';
import { contract as ex4Contract } from './exercises/ex4-rest-api/contract.ts';
import { routes as ex4 } from './exercises/ex4-rest-api/routes.ts';
import { contract as ex5Contract } from './exercises/ex5-mysql/contract.ts';
import { routes as ex5 } from './exercises/ex5-mysql/routes.ts';
import { contract as jsonContract } from './exercises/json/contract.ts';
import { routes as json } from './exercises/json/routes.ts';

/** What the server offers to every exercise; each takes what it needs. */
export interface Services {
  db: Kysely<Database>;
  /** The port that this server listens on, for what pages show. */
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
  /** The base of the API that ex4-2 calls, without a slash at the end. */
  apiUrl: string;
}

/** One exercise of the lecture. */
export interface Exercise {
  /** In the URL and on the command line. */
  id: string;
  /** Its folder in src/exercises and views, and its test file. */
  slug: string;
  day: 1 | 2;
  title: string;
  /** One Korean sentence: what it teaches. */
  teaches: string;
  routes: (app: FastifyInstance, services: Services) => Promise<void>;
  usesDatabase?: true;
  /** What it does, step by step, for everyone who checks or shows it. */
  contract: Step[];
}

/** The exercises, in the order of the lecture. */
export const course: Exercise[] = [
  {
    id: 'ex1',
    slug: 'ex1-hello',
    day: 1,
    title: 'Hello, Fastify!',
    teaches: '주소 하나에 글자 한 줄로 답하는 가장 작은 웹 서버를 만듭니다.',
    routes: ex1,
    contract: ex1Contract,
  },
  {
    id: 'ex2',
    slug: 'ex2-html',
    day: 1,
    title: 'HTML 템플릿',
    teaches: 'HTML을 코드에서 떼어 내어 파일로 두고, 라우트가 골라 보냅니다.',
    routes: ex2,
    contract: ex2Contract,
  },
  {
    id: 'ex2-2',
    slug: 'ex2-2-tags',
    day: 1,
    title: 'HTML 기본 태그',
    teaches: '제목, 문단, 목록, 표, 그림 태그를 쓰고 CSS로 꾸밉니다.',
    routes: ex2_2,
    contract: ex2_2Contract,
  },
  {
    id: 'ex2-3',
    slug: 'ex2-3-survey',
    day: 1,
    title: '음식 설문',
    teaches:
      '폼으로 데이터를 보내고, 서버가 검사하고 저장하여 결과를 보입니다.',
    routes: ex2_3,
    contract: ex2_3Contract,
    usesDatabase: true,
  },
  {
    id: 'ex3',
    slug: 'ex3-routing',
    day: 1,
    title: '라우팅',
    teaches: '주소와 함수를 잇고, 주소의 한 부분을 값으로 받습니다.',
    routes: ex3,
    contract: ex3Contract,
  },
  {
    id: 'ex3-2',
    slug: 'ex3-2-add',
    day: 1,
    title: '동적 계산과 404',
    teaches:
      '주소에 적은 두 수를 더하고, 없는 주소에 직접 만든 페이지로 답합니다.',
    routes: ex3_2,
    contract: ex3_2Contract,
  },
  {
    id: 'json',
    slug: 'json',
    day: 2,
    title: 'JSON',
    teaches:
      '객체를 JSON 문자열로 바꾸고 되돌리며, 틀린 JSON에서 틀린 곳을 찾습니다.',
    routes: json,
    contract: jsonContract,
  },
  {
    id: 'ex4',
    slug: 'ex4-rest-api',
    day: 2,
    title: 'REST API',
    teaches: '사용자를 조회, 추가, 수정, 삭제하는 JSON API를 만듭니다.',
    routes: ex4,
    contract: ex4Contract,
  },
  {
    id: 'ex4-2',
    slug: 'ex4-2-front',
    day: 2,
    title: 'Front + Back',
    teaches: '화면을 맡은 프론트 서버가 API 서버를 HTTP로 부릅니다.',
    routes: ex4_2,
    contract: ex4_2Contract,
  },
  {
    id: 'ex5',
    slug: 'ex5-mysql',
    day: 2,
    title: 'Front + Back + DB',
    teaches:
      '사용자를 메모리 대신 데이터베이스에 두어, 서버를 꺼도 남게 합니다.',
    routes: ex5,
    contract: ex5Contract,
    usesDatabase: true,
  },
];
