import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import ejs from 'ejs';
import packageJson from '../../package.json' with { type: 'json' };
import { projectRoot } from '../../src/config.ts';
import { type Exercise, usesDatabase } from '../../src/exercise.ts';

/** What ex6 and ex7 are about is no folder of theirs, but the whole project. */
export function canBeTaken({ files }: Exercise): boolean {
  return !files.some((file) => /^(Dockerfile|compose)/.test(file));
}

/**
 * Writes an exercise into a folder where it runs by itself, on SQLite: its
 * sources and those that they import, their views and styles, and a program.
 *
 * @param port where it listens unless told otherwise
 * @returns the commands that run it there
 */
export function writeExercise(
  exercise: Exercise,
  target: string,
  port = 25_001,
): string[] {
  const { id, slug, needs = [] } = exercise;
  const sources = withImports(`src/exercises/${slug}/routes.ts`);
  const code = sources.map(read).join('\n');
  const folders = new Set(sources.map((file) => basename(dirname(file))));
  const shown = [...folders].filter((name) => code.includes(`'${name}/`));
  const views = (shown.length > 0 ? ['', ...shown] : []).flatMap((name) =>
    // The lesson's words are about the course, not about one's own copy.
    filesIn(`views/${name}`).filter((file) => !file.endsWith('concept.ejs')),
  );
  const pages = views.map(read).join('\n');
  const styles = filesIn('public').filter((file) =>
    pages.includes(basename(file)),
  );
  const migrations = filesIn('migrations').filter((file) => {
    const [, table] = /createTable\('(\w+)'\)/.exec(read(file)) ?? [];
    return needs.includes('db') && code.includes(`'${table}'`);
  });
  const hasViews = views.length > 0;
  const hasDatabase = usesDatabase(exercise);

  mkdirSync(target, { recursive: true });
  const copy = (from: string, to = from) =>
    cpSync(join(projectRoot, from), join(target, to));
  const write = (file: string, text: string) =>
    writeFileSync(join(target, file), text);
  for (const file of sources) copy(file, file.replace('src/exercises/', ''));
  for (const file of [...views, ...styles, ...migrations]) copy(file);
  copy('tools/dev.ts', 'dev.ts');
  if (hasDatabase) {
    write('database.ts', render('database.ts.ejs', { migrations }));
  }
  const program = { slug, needs, port, hasViews, hasDatabase };
  write('server.ts', render('server.ts.ejs', program));
  const written = filesIn(target).filter((file) => file.endsWith('.ts'));
  const all = [code, ...written.map(read)].join('\n');
  write('package.json', describePackage(id, all));
  return ['npm install', `npm start ${port}`];
}

/** A source file, those that it imports from its neighbours, and so on. */
function withImports(first: string): string[] {
  const found = new Set([first]);
  for (const file of found) {
    for (const [, path = ''] of read(file).matchAll(/ from '(\..+?)'/g)) {
      found.add(posix.join(dirname(file), path));
    }
  }
  return [...found];
}

/** A package.json with what the code imports, in the course's versions. */
function describePackage(id: string, code: string): string {
  const { dependencies, devDependencies, allowScripts } = packageJson;
  const versions = new Map(
    Object.entries({ ...devDependencies, ...dependencies }),
  );
  const names = [...code.matchAll(/ from '((?:@[\w-]+\/)?[\w-]+)['/]/g)]
    .map(([, name = '']) => name)
    .filter((name) => versions.has(name));
  const used = [...new Set(names)].sort();
  const described = {
    name: `my-${id}`,
    private: true,
    type: 'module',
    scripts: { start: 'node server.ts', dev: 'node dev.ts' },
    dependencies: Object.fromEntries(
      used.map((name) => [name, versions.get(name)]),
    ),
    // For a machine whose own Node is too old for TypeScript.
    devDependencies: { node: devDependencies.node },
    allowScripts,
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}

function render(template: string, data: object): string {
  const text = readFileSync(join(import.meta.dirname, template), 'utf8');
  return ejs.render(text, data);
}

/** A file of the project, or one by its whole path. */
function read(file: string): string {
  return readFileSync(resolve(projectRoot, file), 'utf8');
}

/** The files of a folder, not those of folders in it, as imports name them. */
function filesIn(folder: string): string[] {
  return readdirSync(resolve(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => posix.join(folder, name));
}
