import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import type { Exercise } from '../../src/exercise.ts';

const folderOf = ({ slug }: Exercise) => join(projectRoot, 'flask', slug);

/** Whether there is a Flask program that does the same. */
export function hasTwin(exercise: Exercise): boolean {
  return existsSync(folderOf(exercise));
}

/**
 * Copies an exercise's Flask twin into a folder, and writes what it needs.
 *
 * @param port where it is to listen
 * @returns the commands that run it there
 */
export function writeTwin(
  exercise: Exercise,
  target: string,
  port = 25_001,
): string[] {
  cpSync(folderOf(exercise), target, {
    recursive: true,
    filter: (path) => !path.endsWith('__pycache__'),
  });
  const app = readFileSync(join(target, 'app.py'), 'utf8');
  const packages = ['flask', 'requests', 'pymysql'].filter((name) =>
    new RegExp(`^(import|from) ${name}\\b`, 'm').test(app),
  );
  // MySQL's usual way of signing in takes it.
  if (packages.includes('pymysql')) packages.push('cryptography');
  writeFileSync(join(target, 'requirements.txt'), `${packages.join('\n')}\n`);
  return [
    'python3 -m venv venv               (Windows: py -m venv venv)',
    'source venv/bin/activate           (Windows: venv\\Scripts\\activate)',
    'pip install -r requirements.txt',
    `flask --app app.py run -p ${port}`,
  ];
}
