import { createServer } from 'node:http';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import advice from '../src/contract/advice.json' with { type: 'json' };
import { checkable } from '../src/contract/checkable.ts';
import { course } from '../src/course.ts';
import { troubles } from '../src/site/troubles.ts';
import { readArguments } from '../tools/check/arguments.ts';
import { type Code, problem } from '../tools/check/problem.ts';
import { width } from '../tools/terminal.ts';
import { runCheck, startCheck } from './check/command.ts';
import { readLies } from './check/lies.ts';
import {
  change,
  judge,
  run,
  runWhole,
  writeServer,
  wrongIn,
} from './check/servers.ts';
import { freePort, listen } from './support.ts';

// A part of test/check/, which `npm run test:check` runs whole.
const lies = readLies('lies-node.txt').filter((_, at) => at % 3 === 0);

test.each(lies)('a lying server of $exercise: $why', async (lie) => {
  const folder = writeServer('unlike', lie.exercise);
  change(folder, lie);
  const { port } = await runWhole('unlike', lie.exercise, folder);
  const report = await judge(lie.exercise, port);
  expect(wrongIn(report)[0]).toBe(lie.told);
});

test('what can be checked is in the course, in its order', () => {
  const known = course.filter(({ id }) => checkable[id] !== undefined);
  const entries = known.map(({ id, slug }) => [id, slug]);
  expect(Object.entries(checkable)).toEqual(entries);
});

test("every problem's entry is in the clinic", () => {
  const ids = troubles(15_001).map(({ id }) => id);
  for (const code of Object.keys(advice) as Code[]) {
    const { help, next } = problem(code, '', '');
    if (help !== '/help') expect(ids).toContain(help.replace('/help#', ''));
    expect(next).toMatch(/[가-힣]/);
  }
});

describe('npm run check', () => {
  test('says that all is right, in columns', async () => {
    const { port } = await run(writeServer('unlike', 'ex3-2'));
    const { status, output } = await runCheck(['ex3-2', `${port}`]);
    expect(status).toBe(0);
    const lines = output.split('\n').filter((line) => line.startsWith('✓'));
    expect(lines).toHaveLength(6);
    const columns = lines.map((line) => width(line.split(' GET ')[0] ?? ''));
    expect(new Set(columns).size).toBe(1);
    expect(output).toContain('6단계를 모두 확인했습니다');
  });

  test('says what is wrong, with the first difference and a next step', async () => {
    const folder = writeServer('unlike', 'ex3-2');
    const file = 'server.ts';
    change(folder, { file, from: 'Number(a) +', to: 'Number(a) *' });
    const { port } = await run(folder);
    const { status, output } = await runCheck(['ex3-2', `${port}`], {
      PORT: '15007',
    });
    expect(status).toBe(1);
    expect(output).toMatch(/✗ 두 수 더하기/);
    expect(output).toContain(`curl -i http://127.0.0.1:${port}/add/3/5`);
    expect(output).toMatch(/기대 {4}8\n {2}응답 {4}3 5 합계 15\n +\^/);
    expect(output).toMatch(/할 일 .*계산을 확인하세요/);
    expect(output).toContain('http://localhost:15007/help');
    expect(output).toContain('6단계 중 4단계가 맞습니다');
  });

  test('colours on request, and shows no control characters', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end('\u001b[2J\u0007\u202e\u009bHi');
    });
    const port = await listen(server);
    const plain = await runCheck(['ex1', `${port}`]);
    expect(plain.output).toContain('\\u001b[2J\\u0007\\u202e\\u009bHi');
    const json = await runCheck(['ex1', `${port}`, 'json']);
    for (const character of '\u001b\u0007\u202e\u009b') {
      expect(plain.output).not.toContain(character);
      expect(json.output).not.toContain(character);
    }
    const { steps } = JSON.parse(json.output);
    expect(steps[0].problem.found).toContain('\u202e\u009bHi');
    const settings = { NO_COLOR: '', FORCE_COLOR: '1' };
    const { output } = await runCheck(['ex1', `${port}`], settings);
    expect(stripVTControlCharacters(output)).toBe(plain.output);
    expect(output).not.toBe(plain.output);
  });

  test('prints the report as JSON', async () => {
    const { port } = await run(writeServer('unlike', 'json'));
    const words = ['json', `${port}`, 'json'];
    const { status, output } = await runCheck(words);
    const report = JSON.parse(output);
    expect(status).toBe(0);
    expect(report).toMatchObject({ status: 0, exercise: 'json', notes: [] });
    expect(report.steps[0]).toMatchObject({ mark: 'kept', request: 'GET /' });
    const flagged = readArguments(['--json', `${port}`, 'json']);
    expect(flagged).toMatchObject({ id: 'json', json: true });
  });

  test.each(Object.keys(checkable))('recognises %s', async (id) => {
    const { port } = await runWhole('unlike', id, writeServer('unlike', id));
    expect((await judge(port)).exercise).toBe(id);
  });

  test('says so where it recognises nothing', async () => {
    const server = createServer((_request, response) => response.end('?'));
    const port = await listen(server);
    const { status, output } = await runCheck([`${port}`]);
    expect(status).toBe(2);
    expect(output).toContain('실습의 이름을 함께 적으세요');
  });

  test("finds the reader's server on the internal port", async () => {
    const internal = await freePort();
    await run(writeServer('unlike', 'ex1'), {}, internal);
    const settings = { PORT: `${internal - 10_000}` };
    const { status, output } = await runCheck(['ex1'], settings);
    expect(output).toContain(`http://127.0.0.1:${internal}/`);
    expect(status).toBe(0);
  });

  test('checks again after a restart', async () => {
    const folder = writeServer('unlike', 'ex1');
    const first = await run(folder);
    const { output } = startCheck(['ex1', `${first.port}`, 'watch']);
    await expect.poll(output, { timeout: 20_000 }).toContain('다시 실행하면');
    await first.end();
    change(folder, { file: 'server.ts', from: 'Hello', to: 'Bye' });
    await run(folder, {}, first.port);
    await expect.poll(output, { timeout: 20_000 }).toContain('✗ 첫 페이지');
  });

  test.each([
    [['ex9'], '실습의 이름도'],
    [['ex9', '25002'], 'ex9: 실습의 이름도'],
    [['ex1', 'ex2'], '실습은 하나만'],
    [['ex1', '5000', '5001'], '주소는 하나만'],
    [['ex1', 'https://127.0.0.1:5000'], 'http로 시작'],
    [['ex1', 'http://192.0.2.1:80'], '이 컴퓨터의 주소가 아닙니다'],
    [['ex1', 'http://example.com/'], '이 컴퓨터의 주소가 아닙니다'],
    [['ex1', 'http://127.0.0.1@192.0.2.1/'], '주소도'],
    [['ex1', '70000'], 'http로 시작하는 주소도'],
    [['ex6'], 'ex2-2'],
    [['sql', '15001'], 'sql은 검사하지 않습니다'],
    [['ex7'], 'ex4-2'],
    [['ex4', 'after-restart'], 'ex5'],
  ])('takes no wrong words: %j', (words, answer) => {
    expect(() => readArguments(words)).toThrow(answer);
  });

  test('tells wrong words from a wrong server', async () => {
    const { status, output } = await runCheck(['ex9']);
    expect(status).toBe(2);
    expect(output).toMatch(/^ex9: .*\n\n사용법/);
  });
});
