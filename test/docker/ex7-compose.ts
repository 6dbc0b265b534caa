import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge } from '../../src/contract/judge.ts';
import { perform } from '../../src/contract/send.ts';
import { type Kept, requestLine, type Step } from '../../src/contract/step.ts';
import { contract as ex4_2Contract } from '../../src/exercises/ex4-2-front/contract.ts';
import { contract as ex5Contract } from '../../src/exercises/ex5-mysql/contract.ts';
import { expectToKeep } from '../contract.ts';
import { freePort } from '../support.ts';
import { compose, docker, engineAnswers, eventually } from './engine.ts';

const engine = await engineAnswers();

// Its first step looks for ex4's users; ex5 starts without any.
const frontSteps = ex4_2Contract.slice(1);

/** One compose project, by the port that names it. */
async function newProject() {
  const port = await freePort();
  const front = `http://127.0.0.1:${port}/`;
  const run = (...args: string[]) => compose({ PORT: `${port}` }, ...args);
  return {
    port,
    front,
    run,

    /** `up`, with further settings as .env would have them. */
    up: (settings: Record<string, string>, ...args: string[]) =>
      compose({ PORT: `${port}`, ...settings }, 'up', '-d', ...args),

    async remove() {
      await run('down', '-v', '--rmi', 'local', '--remove-orphans');
    },

    /** The names on the front's list of users. */
    async users(): Promise<string> {
      const response = await fetch(front);
      expect(response.status).toBe(200);
      return response.text();
    },

    async addUser(name: string) {
      const response = await fetch(`${front}new`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ name, age: '20' }),
      });
      expect(response.status).toBe(303);
    },

    /** The page that checks the links, as the front shows it. */
    async arrows(): Promise<string> {
      const page = await (await fetch(`${front}ex7/`)).text();
      return page.replaceAll('&#39;', "'");
    },
  };
}

describe.skipIf(!engine)('the compose project', () => {
  let project: Awaited<ReturnType<typeof newProject>>;

  beforeAll(async () => {
    project = await newProject();
    await project.up({}, '--wait');
  });

  afterAll(() => project.remove());

  /** Does a step from within the front, since the API has no port outside. */
  async function performInFront(step: Step, kept: Kept) {
    const script = `
      import { perform } from './src/contract/send.ts';
      const [step, base, kept] = JSON.parse(process.argv[1]);
      const answer = (await perform(step, base, kept)).at(-1);
      console.log(JSON.stringify({ answer, kept }));`;
    const input = JSON.stringify([step, `http://api:${project.port}/`, kept]);
    const output = await project.run(
      ...['exec', '-T', 'front', 'node', '--input-type=module'],
      ...['-e', script, input],
    );
    const { answer, kept: all } = JSON.parse(output);
    Object.assign(kept, all);
    return answer;
  }

  test("keeps ex5's contract through the front and the API", async () => {
    const kept: Kept = {};
    for (const step of ex5Contract) {
      const answer = requestLine(step).path.startsWith('api/')
        ? await performInFront(step, kept)
        : (await perform(step, project.front, kept)).at(-1);
      expect(judge(step, answer), step.do).toEqual([]);
    }
  });

  test("keeps ex4-2's contract at the front, its users apart", async () => {
    await expectToKeep(frontSteps, project.front);
  });

  test('opens the port of the front to the outside, and no other', async () => {
    const format =
      '{{.Service}}{{range .Publishers}} {{.PublishedPort}}{{end}}';
    const services = await project.run('ps', '--format', format);
    const open = services.split('\n').map((line) => {
      const [service, ...ports] = line.split(' ');
      return [service, ...new Set(ports)].filter((port) => port !== '0');
    });
    expect(open.sort()).toEqual([
      ['api'],
      ['db'],
      ['front', `${project.port}`],
    ]);
  });

  test('checks both links from within the containers', async () => {
    const page = await project.arrows();
    expect(page.match(/연결됨/g)).toHaveLength(2);
    expect(page).toContain(`http://api:${project.port}`);
    expect(page).toContain('db:3306');
    expect(page).toContain(`student_${project.port}`);
    expect(page).not.toContain('아직 빠진 것');
  });

  test.each(['front', 'api'])('runs %s without rights', async (service) => {
    const exec = ['exec', '-T', service];
    const status = await project.run(...exec, 'cat', '/proc/1/status');
    expect(status).toMatch(/^Uid:\s+1000\b/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    const write = project.run(...exec, 'touch', '/app/data/file');
    await expect(write).rejects.toThrow('Read-only file system');
  });

  test('the API waits for the database to come back', async () => {
    await project.addUser('기다림');
    await project.run('stop', 'db');
    expect((await fetch(project.front)).status).toBe(503);
    const page = await project.arrows();
    expect(page.match(/연결됨/g)).toHaveLength(1);
    expect(page).toContain('MySQL이 응답하지 않습니다.');

    await project.run('start', 'db');
    expect(await eventually(project.users)).toContain('기다림');
  });

  test('the front waits for the API to come back', async () => {
    await project.run('stop', 'api');
    expect((await fetch(project.front)).status).toBe(502);
    expect(await project.arrows()).toContain('API 서버가 응답하지');

    await project.run('start', 'api');
    await eventually(project.users);
  });

  test('data survives down and up, and goes with down -v', async () => {
    await project.addUser('남는 사람');
    await project.run('down');
    await project.up({}, '--wait');
    expect(await project.users()).toContain('남는 사람');

    await project.run('down', '-v');
    const volumes = await docker('volume', 'ls', '-q');
    expect(volumes).not.toContain(`ex7_${project.port}`);
    await project.up({}, '--wait');
    expect(await project.users()).toContain('사용자가 없습니다.');
  });

  test('a second project beside it touches nothing of the first', async () => {
    const second = await newProject();
    try {
      await second.up({}, '--wait');
      await project.addUser('첫째');
      await second.addUser('둘째');
      expect(await project.users()).not.toContain('둘째');
      expect(await second.users()).not.toContain('첫째');
    } finally {
      await second.remove();
    }
    expect(await project.users()).toContain('첫째');
  });
});

describe.skipIf(!engine)('the first compose file', () => {
  test('runs a front that calls the API by the name of its service', async () => {
    const port = await freePort();
    const files = process.env.COMPOSE_FILE ?? 'compose.yaml';
    const settings = {
      PORT: `${port}`,
      COMPOSE_FILE: files.replace('compose.yaml', 'compose.first.yaml'),
    };
    const front = `http://127.0.0.1:${port}/`;
    try {
      await compose(settings, 'up', '-d', '--wait');
      await expectToKeep(frontSteps, front);
      const page = await (await fetch(`${front}ex7/`)).text();
      expect(page).toContain('http://api:15001');
      expect(page.match(/연결됨/g)).toHaveLength(2);
      expect(page).toContain('SQLite 파일을 쓰고 있습니다.');
    } finally {
      await compose(settings, 'down', '-v', '--rmi', 'local');
    }
  });
});

describe.skipIf(!engine)("with this machine's own MySQL", () => {
  let project: Awaited<ReturnType<typeof newProject>>;
  let mysql: string;
  let here: Record<string, string>;

  beforeAll(async () => {
    project = await newProject();
    const port = await freePort();
    const student = `student_${project.port}`;
    const settings = {
      MYSQL_RANDOM_ROOT_PASSWORD: 'yes',
      MYSQL_DATABASE: student,
      MYSQL_USER: student,
      MYSQL_PASSWORD: student,
    };
    mysql = await docker(
      ...['run', '-d', '-p', `${port}:3306`],
      ...Object.entries(settings).flatMap(([k, v]) => ['-e', `${k}=${v}`]),
      // As most such images have it: no look-up of the caller's name.
      ...['mysql:8.4', '--skip-name-resolve'],
    );
    here = { DB_HOST: 'host.docker.internal', DB_PORT: `${port}` };
  });

  afterAll(async () => {
    await project.remove();
    await docker('rm', '-fv', mysql);
  });

  test('uses it and starts no database of its own', async () => {
    await project.up(here);
    await eventually(project.users);
    await project.addUser('이 컴퓨터');
    expect(await project.users()).toContain('이 컴퓨터');
    expect(await project.arrows()).toContain(
      `host.docker.internal:${here.DB_PORT}`,
    );
    const services = await project.run('ps', '-a', '--services');
    expect(services.split('\n').sort()).toEqual(['api', 'front']);
  });

  test.each([
    ['the password is wrong', { DB_PASSWORD: 'wrong' }, 'MySQL이 거절했습니다'],
    ['the database is not there', { DB_NAME: 'nothing' }, 'ER_DBACCESS_DENIED'],
    ['nothing listens there', { DB_PORT: '1' }, 'bind-address'],
    [
      'DB_HOST is localhost',
      { DB_HOST: '127.0.0.1' },
      '이 컨테이너 자신입니다.',
    ],
  ])('says what to do when %s', async (_, wrong, words) => {
    await project.up({ ...here, ...wrong });
    await eventually(async () =>
      expect(await project.arrows()).toContain(words),
    );
    expect((await fetch(project.front)).status).toBe(503);
  });
});
