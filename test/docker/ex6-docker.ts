import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract as ex5Contract } from '../../src/exercises/ex5-mysql/contract.ts';
import { expectToKeep } from '../contract.ts';
import { freePort } from '../support.ts';
import { compose, docker, engineAnswers, eventually } from './engine.ts';

const engine = await engineAnswers();

describe.skipIf(!engine)('the image', () => {
  let port: number;
  let image: string;
  const containers: string[] = [];

  beforeAll(async () => {
    port = await freePort();
    image = `ex_${port}`;
    await docker('build', '--network', 'host', '-t', image, '.');
  });

  afterAll(async () => {
    if (containers.length > 0) await docker('rm', '-fv', ...containers);
    await docker('volume', 'rm', '-f', `data_${port}`);
    await docker('rmi', image);
  });

  /** Runs a container of the image; resolves when it answers. */
  async function start(options: string[], ...command: string[]) {
    const settings = ['-e', `PORT=${port}`, '-p', `${port}:${port}`];
    const container = await docker(
      ...['run', '-d', ...settings, ...options, image, ...command],
    );
    containers.push(container);
    await eventually(async () => expect(await open('health')).toBe(200));
    return container;
  }

  async function stop(container: string) {
    await docker('stop', container);
    await docker('rm', container);
  }

  async function open(path: string) {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`);
    await response.arrayBuffer();
    return response.status;
  }

  function inspect(container: string, format: string) {
    return docker('inspect', '--format', format, container);
  }

  test('serves the course, is healthy, and stops within two seconds', async () => {
    const container = await start([]);
    expect(await open('')).toBe(200);
    expect(await open('ex2-2/')).toBe(200);
    await eventually(async () =>
      expect(await inspect(container, '{{.State.Health.Status}}')).toBe(
        'healthy',
      ),
    );

    const before = performance.now();
    await docker('stop', container);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(await inspect(container, '{{.State.ExitCode}}')).toBe('0');
    await docker('rm', container);
  });

  test('listens on 15001 where PORT is not set', async () => {
    const container = await docker('run', '-d', image);
    containers.push(container);
    const script = "fetch('http://127.0.0.1:15001/ready').then(console.log)";
    await eventually(() => docker('exec', container, 'node', '-e', script));
    await stop(container);
  });

  test('serves one exercise alone when its id follows the name', async () => {
    const container = await start([], 'ex2-2');
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('나를 소개합니다');
    await stop(container);
  });

  test('says which exercises there are when the id is unknown', async () => {
    const failure = await docker('run', '--rm', image, 'ex99').catch((e) => e);
    expect(failure.code).toBe(2);
    expect(failure.stderr).toContain('ex2-2');
  });

  test('tells on its page that it runs in a container', async () => {
    const container = await start([]);
    const response = await fetch(`http://127.0.0.1:${port}/ex6/`);
    const page = await response.text();
    expect(page).toContain('<td>예</td>');
    expect(page).toContain(`<td>${container.slice(0, 12)}</td>`);
    expect(page).toContain('<td>node</td>');
    await stop(container);
  });

  test('does all its work without rights, and keeps data on a volume', async () => {
    const hardened = [
      ...['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
      ...['--security-opt', 'no-new-privileges'],
      ...['-v', `data_${port}:/app/data`],
    ];
    const base = `http://127.0.0.1:${port}/ex5/`;
    const first = await start(hardened);
    await expectToKeep(ex5Contract, base);
    const user = { name: '볼륨', age: 7 };
    const added = await fetch(`${base}api/user`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(user),
    });
    expect(added.status).toBe(201);
    await stop(first);

    const second = await start(hardened);
    const users = await (await fetch(`${base}api/users`)).json();
    expect(users).toMatchObject([user]);
    const status = await docker('exec', second, 'cat', '/proc/1/status');
    expect(status).toMatch(/^Uid:\s+1000\b/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    await stop(second);
  });

  test('cannot change its own code, even where the disk is writable', async () => {
    const container = await start([]);
    const write = docker('exec', container, 'touch', '/app/src/server.ts');
    await expect(write).rejects.toThrow('Permission denied');
    await stop(container);
  });

  test('holds what runs and what is read, and nothing else', async () => {
    const files = await docker(
      ...['run', '--rm', '--user', 'root', '--entrypoint', 'ls', image],
      ...['-A', '/app', '/app/node_modules', '/root'],
    );
    const names = files.split('\n');
    expect(names).toContain('fastify');
    expect(names).toContain('compose.yaml');
    for (const name of ['.env', '.git', '.npm', 'typescript', 'vitest']) {
      expect(names).not.toContain(name);
    }
  });

  test('runs by compose.ex6.yaml, and keeps its data until down -v', async () => {
    const settings = { PORT: `${port}` };
    const file = ['-f', 'compose.ex6.yaml'];
    try {
      await compose(settings, ...file, 'up', '-d', '--wait');
      expect(await open('ex2/')).toBe(200);
      const form = { name: '박종규', age: '17', food: '라면' };
      await fetch(`http://127.0.0.1:${port}/ex2-3/submit`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      await compose(settings, ...file, 'down');
      await expect(open('health')).rejects.toThrow();

      await compose(settings, ...file, 'up', '-d', '--wait');
      const tally = await fetch(`http://127.0.0.1:${port}/ex2-3/tally`);
      expect(await tally.text()).toContain('지금까지 1명이 답했습니다.');
    } finally {
      await compose(settings, ...file, 'down', '-v');
    }
    const volumes = await docker('volume', 'ls', '-q');
    expect(volumes).not.toContain(`ex6_${port}`);
  });
});
