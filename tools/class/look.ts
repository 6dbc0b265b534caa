import { judge } from '../../src/contract/judge.ts';
import { type Exchange, perform } from '../../src/contract/send.ts';
import { needs, type Step } from '../../src/contract/step.ts';
import { course } from '../../src/course.ts';

/** What there is on one port, and which exercises it keeps now. */
export interface Look {
  what: '-' | '응답 없음' | '이 과정' | 'Flask' | 'Node' | '기타';
  /** Whether all exercises should be there, each under its id. */
  isCourse: boolean;
  kept: string[];
  failed: string[];
}

/** The steps of each exercise before the first that writes. */
const readable = course
  .map(({ id, contract }) => {
    const writing = contract.find(({ get }) => get === undefined);
    const first = contract.slice(0, writing && contract.indexOf(writing));
    // Not what a reader may have changed, such as the third user.
    const isFixed = (step: Step) =>
      needs(step).length === 0 && step.elsewhere !== 'skip';
    return { id, steps: first.filter(isFixed) };
  })
  .filter(({ steps }) => steps.length > 0);

/** Looks at a port of this machine by GET requests, one after the other. */
export async function lookAt(port: number): Promise<Look> {
  const root = `http://127.0.0.1:${port}/`;
  const deadline = performance.now() + 2_500;
  // Alone, an exercise is at /, and many begin with the same request there.
  const seen = new Map<string, Exchange>();
  async function ask(step: Step, base: string): Promise<Exchange> {
    const known = seen.get(base + step.get);
    if (known) return known;
    const left = deadline - performance.now();
    const limits = { milliseconds: Math.min(1_000, left), bytes: 1e6 };
    const [answer] = (await perform(step, base, {}, limits)).slice(-1);
    seen.set(base + step.get, answer as Exchange);
    return answer as Exchange;
  }

  const health = await ask({ do: '', get: 'health' }, root);
  const what = recognize(health);
  const look: Look = { what, isCourse: false, kept: [], failed: [] };
  if (health.failure) return look;

  const home = await ask({ do: '', get: '' }, `${root}ex1/`);
  look.isCourse = what === '이 과정' && home.status === 200;
  for (const { id, steps } of readable) {
    let isKept = true;
    for (const step of steps) {
      const answer = await ask(step, look.isCourse ? `${root}${id}/` : root);
      // What there was no time for is not the exercise's fault.
      if (performance.now() > deadline) return look;
      isKept &&= judge(step, answer).length === 0;
    }
    (isKept ? look.kept : look.failed).push(id);
  }
  return look;
}

function recognize({ headers, body, failure }: Exchange): Look['what'] {
  if (failure === 'ECONNREFUSED') return '-';
  if (failure === 'TIMEOUT') return '응답 없음';
  if (body === '{"status":"ok"}') return '이 과정';
  if (headers.server?.includes('Werkzeug')) return 'Flask';
  // Nearly all but Node name themselves.
  return failure || headers.server ? '기타' : 'Node';
}
