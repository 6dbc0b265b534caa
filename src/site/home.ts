import type { FastifyInstance } from 'fastify';
import { course } from '../course.ts';
import { readWords } from './lesson/words.ts';

interface Options {
  port: number;
  /** The name of this course's database. */
  database: string;
}

const days = [
  { day: 1, topic: '웹 서버, HTML, 라우팅' },
  { day: 2, topic: 'REST API, MySQL, 도커, 설계' },
];

/** `/`: the exercises under their days. */
export async function homePage(app: FastifyInstance, options: Options) {
  app.get('/', async (_request, reply) => {
    const exercises = course.map((exercise) => ({
      ...exercise,
      ...readWords(exercise),
    }));
    return reply.view('site/home.ejs', { ...options, days, exercises });
  });
}
