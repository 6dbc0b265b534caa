import { existsSync, readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { course } from '../../src/course.ts';
import { internalPort } from '../../src/ports.ts';
import { canBeTaken, writeExercise } from './exercise.ts';
import { hasTwin, writeTwin } from './twin.ts';

// npm run take ex3-2 ../mine [flask]: an exercise, or its Flask twin, in a
// folder of the reader's own, where it runs by itself.

// A flag is taken, too, and in any order: shells and npm eat some of them.
const words = process.argv.slice(2).map((word) => word.replace(/^--/, ''));
const isFlask = words.includes('flask');
const [id, folder = '', ...more] = words.filter((word) => word !== 'flask');
// npm runs this in the project's folder, and says where it was called.
const here = process.env.INIT_CWD ?? process.cwd();
const target = resolve(here, folder);
const takeable = course.filter(canBeTaken);
const exercise = takeable.find((one) => one.id === id);

if (!exercise || folder === '' || more.length > 0) {
  const ids = takeable.map((one) => one.id).join(', ');
  stop(
    (id && !exercise ? `${id}: 가져올 수 있는 실습이 아닙니다.\n` : '') +
      '사용법: npm run take 실습 폴더 [flask]\n' +
      `예: npm run take ex3-2 ../mine\n실습: ${ids}`,
  );
}
if (isFlask && !hasTwin(exercise)) {
  stop(`${exercise.id}에는 Flask로 만든 것이 없습니다.`);
}
if (existsSync(target) && readdirSync(target).length > 0) {
  stop(`${target}: 비어 있지 않은 폴더입니다. 새 폴더를 적어 주세요.`);
}

// The course holds the reader's port.
const port = readPort();
const own = internalPort(port) ?? port + 1;
const write = isFlask ? writeTwin : writeExercise;
const commands = write(exercise, target, own);
const first = isFlask ? 'app.py' : 'server.ts';
console.log(`${target}에 ${exercise.id} 실습을 담았습니다.`);
console.log(`${first} 파일부터 읽어 보세요. 실행하려면:\n`);
for (const command of [`cd ${relative(here, target)}`, ...commands]) {
  console.log(`  ${command}`);
}

/** The reader's own port. */
function readPort(): number {
  try {
    return readConfig([], [])[0]?.port ?? 15_001;
  } catch (error) {
    return stop((error as Error).message);
  }
}

/** One clear word on the terminal; nothing was written. */
function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
