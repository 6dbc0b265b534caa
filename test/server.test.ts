import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { internalPort } from '../src/ports.ts';
import { troubles } from '../src/site/troubles.ts';
import { freePorts } from './class/ports.ts';
import {
  copyProject,
  type ServerProcess,
  serveCourse,
  settingsOf,
  sharedProject,
  start,
  startServer,
} from './process.ts';
import { sendUser } from './requests.ts';
import { copyProjectTo } from './shared-project.ts';
import { freePort, listen, newDatabase, newFolder } from './support.ts';

const onWindows = process.platform === 'win32';
// On Windows, a process that is sent a signal by another just ends.
const testSignal = test.skipIf(onWindows);

const kang = { name: 'Kang', age: 20 };

test('says where it is, in a folder with an odd name, reached by a link', async () => {
  const quoted = onWindows ? "it's" : `it's "ours"`;
  const folder = join(newFolder(), `한글 # %41 ${quoted}`);
  copyProjectTo(folder);
  const link = join(newFolder(), 'link');
  symlinkSync(folder, link, 'junction');
  const { server, port, url } = await serveCourse({}, [], link);
  const said = server.output();
  expect(said).toContain(`The course is at http://localhost:${port} `);
  expect(said).toContain(`SQLite in data/student_${port}.sqlite`);
  for (const host of ['127.0.0.1', '[::1]']) {
    const page = await fetch(`http://${host}:${port}/ex1/`);
    expect(await page.text()).toBe('Hello, Fastify!');
  }
  // A page, a source, a file, and what the database keeps.
  const paths = ['', 'source/src/app.ts', 'public/site.css', 'ex5/api/users'];
  for (const path of ['ready', ...paths]) {
    const { status } = await fetch(`${url}/${path}`);
    expect(status, path).toBe(200);
  }
  expect(existsSync(join(folder, `data/student_${port}.sqlite`))).toBe(true);
  // The connections to both addresses are open still.
  await expectToStop(server, 'SIGTERM');
});

test('says which MySQL database it uses, and no password', async () => {
  const student = await newDatabase('mysql');
  const settings = settingsOf({ ...student, password: 'secret' });
  const { server } = await serveCourse(settings, ['ex5']);
  const { host, port, name } = student;
  expect(server.output()).toContain(
    `MySQL at ${host}:${port}, database ${name}`,
  );
  expect(server.output()).not.toContain('secret');
});

test.each([
  ['127.0.0.1', [], 'npm start'],
  ['::1', ['ex1'], 'npm start ex1'],
])(
  'a port in use at %s: one line that names another, exit status 1',
  async (host, words, command) => {
    const port = await occupy(await freePort(), host);
    const server = startServer({}, [...words, `${port}`]);
    expect(await server.ended).toBe(1);
    expect(server.output().replace(/^\{.*\n/gm, '')).toBe(
      `Port ${port} is in use. Choose another: ${command} ${internalPort(port) ?? port + 1}\n`,
    );
    const inUse = troubles(port).find(({ id }) => id === 'port-in-use');
    expect(server.output()).toContain(inUse?.message);
  },
);

// In a network of its own, where the system keeps the ports below 30000.
const keeping =
  'ip link set lo up; echo 30000 > /proc/sys/net/ipv4/ip_unprivileged_port_start';
const asAnyone = 'exec setpriv --bounding-set=-net_bind_service "$@"';
test.skipIf(!canRun('unshare', '-n', 'sh', '-c', keeping)).for([
  [80, 'Port 80 needs more rights. Choose one above 1023.'],
  [15001, 'Port 15001 is reserved, by Windows, say. Choose another.'],
] as const)('port %i, which the system keeps', async ([port, says]) => {
  const node = [process.execPath, 'src/server.ts', `${port}`];
  const shell = ['sh', '-c', `${keeping}; ${asAnyone}`, 'sh', ...node];
  const server = start(['unshare', '-n', ...shell], {}, sharedProject());
  expect(await server.ended).toBe(1);
  expect(server.output()).toBe(`${says}\n`);
});

test('a range: a port that is taken is named, the others share nothing', async () => {
  const first = await freePorts(3);
  const taken = await occupy(first + 1, '::1');
  const { server } = await serveCourse({ PORT: `${first}-${first + 2}` });
  expect(server.output()).toContain(`Port ${taken} is in use.`);
  await expectRefusal(taken);
  const [mine, other] = [first, first + 2].map((p) => `http://127.0.0.1:${p}`);
  for (const port of [first, first + 2]) {
    expect(server.output()).toContain(`http://localhost:${port} `);
  }

  for (const id of ['ex4', 'ex5']) {
    const added = await sendUser(`${mine}/${id}/api`, '홍길동');
    expect(added.status, id).toBe(201);
    const theirs = await fetch(`${other}/${id}/api/users`);
    expect(await theirs.text(), id).not.toContain('홍길동');
    const location = added.headers.get('location');
    expect((await fetch(`${other}${location}`)).status, id).toBe(404);
  }
  expect(await (await fetch(`${mine}/ex4-2/`)).text()).toContain('홍길동');
  expect(await (await fetch(`${other}/ex4-2/`)).text()).not.toContain('홍길동');

  const result = await answerSurvey(`${mine}/ex2-3/submit`, '홍길동');
  expect((await fetch(`${mine}${result}`)).status).toBe(200);
  expect((await fetch(`${other}${result}`)).status).toBe(404);
  const [ours, theirs] = await Promise.all(
    [mine, other].map(async (url) =>
      (await fetch(`${url}/ex2-3/tally`)).text(),
    ),
  );
  expect(ours).not.toBe(theirs);
  await expectToStop(server, 'SIGINT');
});

testSignal(
  'SIGTERM lets what is under way finish, stores what it brings, and lets nobody in',
  async () => {
    const api = await slowApi();
    const { server, port, url } = await serveCourse({ API_URL: api.url });
    const idle = connect(port, '127.0.0.1');
    idle.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'data');
    const closed = once(idle, 'close');
    const hosts = ['127.0.0.1', '[::1]'];
    const uploads = hosts.map((host) => `http://${host}:${port}/ex5/api/user`);
    const begun = await Promise.all(uploads.map(startUpload));
    const page = fetch(`${url}/ex4-2/`);
    await api.called;

    const stopped = expectToStop(server, 'SIGTERM');
    await expectRefusal(port);
    api.answer();
    for (const upload of begun) expect(await upload.finish()).toBe(201);
    expect(await (await page).text()).toContain('slow Kang');
    await closed;
    await stopped;

    await serveCourse({ PORT: port });
    const users = await fetch(`${url}/ex5/api/users`);
    expect(await users.json()).toMatchObject([kang, kang]);
  },
);

testSignal(
  'SIGTERM: first /ready says so, then nobody new is let in',
  async () => {
    const { server, port, url } = await serveCourse();
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    const get = 'GET /ex5/ HTTP/1.1\r\nHost: x\r\n\r\n';
    socket.write(get);
    const [first] = await once(socket, 'data');
    expect(first).not.toMatch(/^connection: close\r$/im);
    const ask = async (path: string) => (await fetch(url + path)).json();
    server.child.kill('SIGTERM');
    let ready = await ask('/ready');
    while (ready.status === 'ok') ready = await ask('/ready');
    expect(ready).toEqual({ status: 'stopping' });
    expect(await ask('/ex4/api/users')).toHaveLength(3);
    await expectRefusal(port);
    // A request on its way is answered, and told to go.
    socket.write(get);
    const [last] = await once(socket, 'data');
    expect(last).toMatch(/^HTTP\/1.1 200 /);
    expect(last).toMatch(/^connection: close\r$/im);
    expect(await server.ended).toBe(0);
  },
);

testSignal('SIGTERM cuts off what is stuck', async () => {
  const api = await slowApi();
  const { server, port, url } = await serveCourse({ API_URL: api.url });
  const half = connect(port, '127.0.0.1').on('error', () => {});
  half.write('GET /ex1/ HTTP/1.1\r\nHost:');
  const upload = await startUpload(`${url}/ex5/api/user`);
  const page = fetch(`${url}/ex4-2/`).catch(() => 'cut off');
  await api.called;
  const start = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(1);
  // After 1.5 s; the rest is for a machine that has other work.
  expect(performance.now() - start).toBeLessThan(3000);
  expect(await page).toBe('cut off');
  await expect(upload.finish()).rejects.toThrow();
});

test('logs one line a request, without what visitors entered', async () => {
  const { server, url } = await serveCourse();
  const secret = 'Seelöwe7391';
  const headers = { authorization: secret, cookie: `a=${secret}` };
  await fetch(`${url}/ex3/hello/${secret}?age=${secret}`, { headers });
  await fetch(`${url}/${secret}`);
  await fetch(`${url}/ex3/${secret}/${secret}`);
  await fetch(`${url}/ex4/api/${secret}`);
  await answerSurvey(`${url}/ex2-3/submit`, secret);
  await sendUser(`${url}/ex5/api`, secret, 141);
  await sendUser(`${url}/ex5/api`, secret.repeat(50), 141);
  const form = new URLSearchParams({ name: secret, age: '141' });
  const body = { method: 'POST', body: form, redirect: 'manual' } as const;
  await fetch(`${url}/ex5/new`, body);
  await fetch(`${url}/ex5/1/edit`);
  await expectToStop(server, 'SIGTERM');

  const lines = server.output().trimEnd().split('\n');
  expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
  expect(server.output()).not.toContain(secret);
  expect(server.output()).not.toContain(encodeURIComponent(secret));
  // The age, not a part of a time or a duration.
  expect(server.output()).not.toMatch(/(?<!"ms":)\b141\b/);
  const requests = server.log().filter(({ method }) => method !== undefined);
  expect(
    requests.map(({ method, route, status }) => [method, route, status]),
  ).toEqual([
    ['GET', '/ex3/hello/:name(.+)', 200],
    ['GET', '(unknown path)', 404],
    ['GET', '(unknown path)', 404],
    ['GET', '(unknown path)', 404],
    ['POST', '/ex2-3/submit', 303],
    ['POST', '/ex5/api/user', 201],
    ['POST', '/ex5/api/user', 400],
    ['POST', '/ex5/api/user', 201],
    ['POST', '/ex5/new', 303],
    ['GET', '/ex5/api/user/:id(^\\d{1,15}$)', 200],
    ['GET', '/ex5/:id(^\\d+$)/edit', 200],
  ]);
});

const hasScript = canRun('script', '-qec', 'true', '/dev/null');
test.skipIf(!hasScript)('on a terminal, logs lines for people', async () => {
  const port = await freePort();
  const command = `"${process.execPath}" src/server.ts`;
  const server = start(
    ['script', '-qec', command, '/dev/null'],
    { PORT: port },
    sharedProject(),
  );
  await server.printed('Stop with Ctrl-C');
  await fetch(`http://127.0.0.1:${port}/ex3/hello/Kang`);
  await server.printed('/ex3/hello');
  const lines = server.output().trimEnd().split('\r\n');
  for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d \S/);
  expect(lines.at(-1)).toMatch(/ GET \/ex3\/hello\/:name\S* 200 [\d.]+ ms$/);
});

/** It ends well: one that is cut off, as it is when late, ends with 1. */
async function expectToStop(server: ServerProcess, signal: NodeJS.Signals) {
  server.child.kill(signal);
  expect(await server.ended).toBe(onWindows ? null : 0);
}

/** New visitors are refused: the server is stopping. */
async function expectRefusal(port: number) {
  const knock = async () => {
    const socket = connect(port, '127.0.0.1');
    const opened = once(socket, 'connect').then(() => 'open');
    const answer = await opened.catch(() => 'refused');
    socket.destroy();
    return answer;
  };
  await expect.poll(knock, { interval: 5 }).toBe('refused');
}

/** Sends the head of a POST; the server has it when this resolves. */
async function startUpload(url: string) {
  const body = JSON.stringify(kang);
  const upload = request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  upload.flushHeaders();
  const response = once(upload, 'response');
  response.catch(() => {});
  await once(upload, 'continue');
  return {
    /** Sends the body; resolves with the status of the answer. */
    async finish(): Promise<number> {
      upload.end(body);
      const [{ statusCode }] = await response;
      return statusCode;
    },
  };
}

/** An API that answers when it is told to. */
async function slowApi() {
  let answer = () => {};
  const told = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const server = createServer(async (_request, response) => {
    await told;
    response.setHeader('content-type', 'application/json');
    response.end('[{"id":1,"name":"slow Kang","age":20}]');
  });
  const called = once(server, 'request');
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, called, answer };
}

/** Returns the port after taking it until the test ends. */
async function occupy(port: number, host?: string): Promise<number> {
  return await listen(createServer(), port, host);
}

/** Returns the path of the result. */
async function answerSurvey(url: string, name: string) {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ name, age: '141', food: '라면' }),
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  return response.headers.get('location');
}

/** Whether this machine has the program, and lets us use it so. */
function canRun(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(onWindows)(
  'serves in a folder where it may not write, and says what it cannot do',
  async () => {
    const project = copyProject();
    chmodSync(project, 0o555);
    onTestFinished(() => chmodSync(project, 0o755));
    // Root may write everywhere, unless it gives that up.
    const root = process.getuid?.() === 0;
    const asAnyone = root ? ['setpriv', '--bounding-set=-dac_override'] : [];
    const command = [...asAnyone, process.execPath, 'src/server.ts'];
    const PORT = await freePort();
    const server = start(command, { PORT }, project);
    await server.printed('EACCES: permission denied');
    await server.printed('Stop with');
    const url = `http://127.0.0.1:${PORT}`;
    expect((await fetch(`${url}/learn/ex1`)).status).toBe(200);
    expect((await fetch(`${url}/ex5/api/users`)).status).toBe(503);
  },
);

test('what is logged just before the end is written', () => {
  const program = `
    import { fastify } from 'fastify';
    import { logOptions } from './src/http/log.ts';
    fastify(logOptions('info', 15001)).log.info('last words');
    process.exit();
  `;
  const args = ['--input-type=module', '--eval', program];
  const cwd = join(import.meta.dirname, '..');
  const output = execFileSync(process.execPath, args, { cwd });
  expect(output.toString()).toContain('last words');
});
