import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { lookAtClass } from '../../tools/class/board.ts';
import { copyProject, startServer } from '../process.ts';
import { freePorts, hangOn } from './ports.ts';
import { newPorts, runClass } from './run.ts';

test('forty accounts are made, checked and removed in 30 s, twice', async () => {
  const { range } = newPorts(40);
  for (const _time of ['first', 'second']) {
    const started = performance.now();
    for (const _again of ['made', 'made right']) {
      const { status, output } = await runClass(`provision ${range}`);
      expect(output).toContain('80개 중 80개');
      expect(output).toContain('1560번 중 1560번');
      expect(status).toBe(0);
    }
    const removed = await runClass(`remove ${range} yes`);
    expect(removed.output).toContain('지운 계정: 40개');
    const seconds = (performance.now() - started) / 1000;
    console.log(`made, made right and removed in ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(30);
  }
});

test('forty ports are seen in 3 s, half of them dead or hanging', async () => {
  const first = await freePorts(40);
  const project = copyProject();
  const server = startServer(
    { PORT: `${first}-${first + 19}`, LOG_LEVEL: 'info' },
    [],
    project,
  );
  await server.printed('Stop with Ctrl-C');
  for (let i = 20; i < 30; i += 1) await hangOn(first + i);
  const courses = readConfig([], [`${first}-${first + 39}`], {});
  for (const _time of ['first', 'second']) {
    const started = performance.now();
    const { table } = await lookAtClass(courses);
    const milliseconds = Math.round(performance.now() - started);
    console.log(`forty ports seen in ${milliseconds} ms`);
    const states = table.slice(1).map(([, state]) => state);
    expect(states.slice(0, 20)).toEqual(Array(20).fill('이 과정'));
    expect(states.slice(20, 30)).toEqual(Array(10).fill('응답 없음'));
    expect(states.slice(30)).toEqual(Array(10).fill('-'));
    expect(milliseconds).toBeLessThan(3_000);
  }
});
