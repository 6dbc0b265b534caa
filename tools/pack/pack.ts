import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import packageLock from '../../package-lock.json' with { type: 'json' };
import { projectRoot } from '../../src/config.ts';
import { zip } from './zip.ts';

// npm run pack: the project in one file, with the packages that running it
// needs, for machines without a network. Node 24 is all that is missing.

const names = [...projectFiles(), ...packageFiles()];
const files = names.map((name) => ({
  name: `course/${name}`,
  data: readFileSync(join(projectRoot, name)),
}));
const folder = join(projectRoot, 'data/pack');
mkdirSync(folder, { recursive: true });
const archive = zip(files);
writeFileSync(join(folder, 'course.zip'), archive);
const megabytes = (archive.length / 1e6).toFixed(1);
console.log(
  `${join(folder, 'course.zip')}: 파일 ${files.length}개, ${megabytes} MB`,
);

/** What the Docker image gets, so neither `.env` nor data slips in; and tools. */
function projectFiles(): string[] {
  const list = readFileSync(join(projectRoot, '.dockerignore'), 'utf8');
  const wanted = [...list.matchAll(/^!(\S+)/gm)].map(([, name = '']) => name);
  const all = [...wanted, 'tools', 'docs'];
  return all.flatMap((name) => filesIn(name, '__pycache__'));
}

/** The files of the packages that are not for development alone. */
function packageFiles(): string[] {
  const packages = packageLock.packages as Record<string, { dev?: boolean }>;
  const folders = Object.keys(packages).filter((path) => !packages[path]?.dev);
  const needed = folders.filter((path) => path !== '');
  const missing = needed.find((path) => !existsSync(join(projectRoot, path)));
  if (missing) {
    console.error(`${missing}이 없습니다. npm ci를 먼저 실행하세요.`);
    process.exit(1);
  }
  return needed.flatMap((path) => filesIn(path, 'node_modules'));
}

/** A file, or all below a folder, without folders of the name left out. */
function filesIn(path: string, leftOut: string): string[] {
  const whole = join(projectRoot, path);
  if (statSync(whole).isFile()) return [path];
  return readdirSync(whole)
    .filter((name) => name !== leftOut)
    .flatMap((name) => filesIn(`${path}/${name}`, leftOut));
}
