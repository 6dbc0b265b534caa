import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { DatabaseFacts } from './config.ts';
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
import { contract as ex6Contract } from './exercises/ex6-docker/contract.ts';
import { routes as ex6 } from './exercises/ex6-docker/routes.ts';
import { contract as ex7Contract } from './exercises/ex7-compose/contract.ts';
import { routes as ex7 } from './exercises/ex7-compose/routes.ts';
import { contract as jsonContract } from './exercises/json/contract.ts';
import { routes as json } from './exercises/json/routes.ts';
import { contract as planContract } from './exercises/plan/contract.ts';
import { routes as plan } from './exercises/plan/routes.ts';
import { contract as sqlContract } from './exercises/sql/contract.ts';
import { routes as sql } from './exercises/sql/routes.ts';
import type { Route } from './http/route-list.ts';

/** What the server offers to every exercise; each takes what it needs. */
export interface Services {
  db: Kysely<Database>;
  /** The database as configured, without its password, for what pages show. */
  database: DatabaseFacts;
  /** Resolves when the database answers; rejects with why it does not. */
  check: () => Promise<void>;
  /** The port that this server listens on, for what pages show. */
  port: number;
  /** Where this server reaches itself, without a slash at the end. */
  ownUrl: string;
  /** The base of the API that ex4-2 and ex7 call, without a slash at the end. */
  apiUrl: string;
  /** What this server answers to; complete once it serves. */
  routes: Route[];
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
  /** Exercises that, served alone, have this one beside them at `/<id>/`. */
  beside?: string[];
  /** What it does, step by step, for everyone who checks or shows it. */
  contract: Step[];
  /** Korean: what to learn from it, in two or three sentences. */
  lesson: string;
  /** What it is about, where that is a file at the project's root. */
  subject?: string[];
  /** Its own source files, in reading order. */
  source: string[];
  /** Its templates, in reading order. */
  views: string[];
  /** Further files that its lesson shows, from the project's root. */
  also?: string[];
  /** Whether a reader may put together requests to its `api/`. */
  api?: true;
  /** The exercise that it grew from, and the file that shows how. */
  grewFrom?: { id: string; file: string };
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
    lesson:
      '브라우저가 주소를 열면 서버의 함수가 불리고, 돌려준 값이 화면에 나옵니다. 주소와 함수를 잇는 것이 라우트입니다. 이 한 줄짜리 서버가 앞으로 나올 모든 실습의 뼈대입니다.',
    source: ['routes.ts', 'contract.ts'],
    views: [],
  },
  {
    id: 'ex2',
    slug: 'ex2-html',
    day: 1,
    title: 'HTML 템플릿',
    teaches: 'HTML을 코드에서 떼어 내어 파일로 두고, 라우트가 골라 보냅니다.',
    routes: ex2,
    contract: ex2Contract,
    lesson:
      '페이지가 길어지면 HTML을 코드 밖의 파일로 옮깁니다. 라우트는 어느 템플릿을 보낼지만 고르고, 템플릿은 무엇을 보일지만 맡습니다.',
    source: ['routes.ts', 'contract.ts'],
    views: ['index.ejs'],
    grewFrom: { id: 'ex1', file: 'routes.ts' },
  },
  {
    id: 'ex2-2',
    slug: 'ex2-2-tags',
    day: 1,
    title: 'HTML 기본 태그',
    teaches: '제목, 문단, 목록, 표, 그림 태그를 쓰고 CSS로 꾸밉니다.',
    routes: ex2_2,
    contract: ex2_2Contract,
    lesson:
      '제목, 문단, 목록, 표, 그림으로 한 페이지를 짭니다. HTML은 무엇인지를, CSS는 어떻게 보일지를 적습니다. 그림과 CSS는 브라우저가 따로 받아 갑니다.',
    source: ['routes.ts', 'contract.ts'],
    views: ['index.ejs'],
    also: ['public/exercises.css'],
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
    lesson:
      '폼에 적은 값이 요청의 본문에 담겨 서버로 갑니다. 서버는 받은 값을 검사하고, 틀렸으면 적은 것을 살려 다시 묻고, 맞으면 저장한 뒤 결과 주소로 보냅니다.',
    source: ['routes.ts', 'form.ts', 'answers.ts', 'contract.ts'],
    views: ['form.ejs', 'result.ejs', 'tally.ejs'],
  },
  {
    id: 'ex3',
    slug: 'ex3-routing',
    day: 1,
    title: '라우팅',
    teaches: '주소와 함수를 잇고, 주소의 한 부분을 값으로 받습니다.',
    routes: ex3,
    contract: ex3Contract,
    lesson:
      '주소마다 다른 함수가 답하게 합니다. 주소의 한 부분을 이름으로 받아 템플릿에 건네고, 그 값이 무엇이든 안전하게 글자로 보입니다.',
    source: ['routes.ts', 'contract.ts'],
    views: ['hello.ejs'],
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
    lesson:
      '주소에 적은 두 수를 더합니다. 숫자가 아닌 것은 라우트에서 걸러지고, 걸러진 주소에는 이 실습이 직접 만든 404 페이지가 나옵니다.',
    source: ['routes.ts', 'contract.ts'],
    views: ['result.ejs', '404.ejs'],
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
    lesson:
      '프로그램끼리 데이터를 주고받을 때 쓰는 글의 약속이 JSON입니다. 객체를 JSON으로 바꾸고 되돌려 보고, 틀린 글에서 틀린 곳을 찾습니다.',
    source: ['routes.ts', 'read-json.ts', 'contract.ts'],
    views: ['index.ejs'],
  },
  {
    id: 'ex4',
    slug: 'ex4-rest-api',
    day: 2,
    title: 'REST API',
    teaches: '사용자를 조회, 추가, 수정, 삭제하는 JSON API를 만듭니다.',
    routes: ex4,
    contract: ex4Contract,
    lesson:
      '같은 주소라도 메서드가 다르면 다른 일을 합니다. 조회, 추가, 수정, 삭제를 주소 두 개와 메서드 네 개로 만들고, 잘된 일과 잘못된 일을 상태 코드로 알립니다.',
    source: [
      'routes.ts',
      'api.ts',
      'schema.ts',
      'users.ts',
      'problem.ts',
      'contract.ts',
    ],
    views: ['index.ejs'],
    api: true,
  },
  {
    id: 'ex4-2',
    slug: 'ex4-2-front',
    day: 2,
    title: 'Front + Back',
    teaches: '화면을 맡은 프론트 서버가 API 서버를 HTTP로 부릅니다.',
    routes: ex4_2,
    contract: ex4_2Contract,
    lesson:
      '사람을 상대하는 서버와 데이터를 맡은 서버를 나눕니다. 프론트 서버는 저장하지도 판단하지도 않고, API 서버에 물어본 대답을 페이지로 바꿉니다.',
    source: ['routes.ts', 'client.ts', 'form.ts', 'contract.ts'],
    views: ['list.ejs', 'form.ejs', 'delete.ejs', 'away.ejs'],
  },
  {
    id: 'sql',
    slug: 'sql',
    day: 2,
    title: 'MySQL 기본 명령어',
    teaches: 'SQL 열네 문장을 차례로 실행하며 데이터베이스의 대답을 읽습니다.',
    routes: sql,
    contract: sqlContract,
    usesDatabase: true,
    lesson:
      '데이터베이스에는 SQL이라는 언어로 말을 겁니다. 데이터베이스와 표를 만들고, 줄을 넣고 찾고 바꾸고 지우는 열네 문장을 차례로 실행하며 서버가 답한 것을 그대로 읽습니다. 같은 문장을 Kysely 코드로도 적어, 그 코드가 만드는 SQL과 견주어 봅니다.',
    source: [
      'routes.ts',
      'statements.ts',
      'practice.ts',
      'show.ts',
      'surprises.ts',
      'form.ts',
      'page.ts',
      'contract.ts',
    ],
    views: ['index.ejs', 'answer.ejs', 'rows.ejs', 'away.ejs'],
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
    lesson:
      '프론트와 API는 그대로 두고 사용자를 두는 곳만 데이터베이스로 바꿉니다. 같은 다섯 함수를 지켰기 때문에 나머지 코드는 바뀐 줄도 모릅니다.',
    source: ['routes.ts', 'users.ts', 'contract.ts'],
    views: [],
    also: ['migrations/003_users.ts'],
    api: true,
    grewFrom: { id: 'ex4', file: 'users.ts' },
  },
  {
    id: 'ex6',
    slug: 'ex6-docker',
    day: 2,
    title: '도커',
    teaches:
      '서버를 이미지로 만들어, 어디서나 똑같이 도는 컨테이너로 실행합니다.',
    routes: ex6,
    contract: ex6Contract,
    lesson:
      '지금까지 만든 서버를 이미지에 담습니다. Dockerfile은 이미지를 만드는 차례이고, 이미지를 실행한 것이 컨테이너입니다. 같은 이미지는 어느 컴퓨터에서나 똑같이 돕니다.',
    subject: ['Dockerfile', 'compose.ex6.yaml', '.dockerignore'],
    source: ['routes.ts', 'where-am-i.ts', 'contract.ts'],
    views: ['index.ejs'],
  },
  {
    id: 'ex7',
    slug: 'ex7-compose',
    day: 2,
    title: 'Front + Back + DB + Docker',
    teaches:
      '프론트, API, 데이터베이스를 컨테이너 셋으로 나누고 compose로 잇습니다.',
    routes: ex7,
    contract: ex7Contract,
    lesson:
      '프론트, API, 데이터베이스를 저마다 컨테이너로 나누고, compose.yaml 하나로 함께 켜고 끕니다. 컨테이너는 서로를 서비스의 이름으로 부르고, 밖에는 프론트의 포트만 엽니다.',
    subject: ['compose.yaml'],
    source: ['routes.ts', 'arrows.ts', 'trouble.ts', 'contract.ts'],
    views: ['index.ejs', 'arrow.ejs'],
    // In containers, these two are the front and the API.
    beside: ['ex4-2', 'ex5'],
  },
  {
    id: 'plan',
    slug: 'plan',
    day: 2,
    title: '프로젝트 설계',
    teaches:
      '프로젝트의 열 단계를 익히고, 만들 서비스의 기획서를 일곱 부로 적습니다.',
    routes: plan,
    contract: planContract,
    usesDatabase: true,
    lesson:
      '무엇을 왜 만들지 먼저 글로 적습니다. 활동지 하나를 쓰고 고치고 지우는 평범한 폼이지만, 같은 활동지를 두 창에서 저장해도 글을 잃지 않습니다. 판 번호 하나와 SQL 문장 하나로 어떻게 막는지 edit.ts와 sheets.ts에서 읽어 보세요.',
    source: [
      'routes.ts',
      'edit.ts',
      'sheets.ts',
      'form.ts',
      'markdown.ts',
      'running.ts',
      'parts.ts',
      'phases.ts',
      'example.ts',
      'contract.ts',
    ],
    views: ['index.ejs', 'sheet.ejs', 'form.ejs', 'notes.ejs', 'delete.ejs'],
    also: ['migrations/004_plan_sheets.ts'],
  },
];

/** The files of an exercise that its lesson shows, from the project's root. */
export function filesOf(exercise: Exercise): string[] {
  const { slug, subject = [], source, views, also = [] } = exercise;
  return [
    ...subject,
    ...source.map((file) => `src/exercises/${slug}/${file}`),
    ...views.map((file) => `views/${slug}/${file}`),
    ...also,
  ];
}
