import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config.ts';

/** Folders whose files are meant to be read, and the files at the top. */
const readable = [
  '.ci',
  '.dockerignore',
  '.env.example',
  '.gitignore',
  'CONTRIBUTING.md',
  'Dockerfile',
  'LICENSE',
  'README.ko.md',
  'README.md',
  'SECURITY.md',
  'biome.json',
  'docs',
  'flask',
  'migrations',
  'package.json',
  'public',
  'src',
  'test',
  'tools',
  'tsconfig.json',
  'views',
  'vitest.config.ts',
];

const isText =
  /(^|\/)(Dockerfile|LICENSE|run|\.\w+|.+\.(ts|ejs|html|css|js|json|md|py|sh|svg|txt|yaml|example))$/;

/**
 * The files of the project that are meant to be read, as paths relative to
 * its root. Only a path on this list can be asked for, and the list is made
 * from the folders themselves, so no trick in a request leads elsewhere.
 * Symbolic links are not on it.
 */
export const sourceFiles: string[] = listFiles().sort();

function listFiles(): string[] {
  const files: string[] = [];
  const visit = (folder: string, names: (name: string) => boolean) => {
    const path = join(projectRoot, folder);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!names(entry.name)) continue;
      if (entry.isDirectory()) visit(child, (name) => name !== '__pycache__');
      else if (entry.isFile() && isText.test(child)) files.push(child);
    }
  };
  visit('', (name) => readable.includes(name) || /^compose.*yaml$/.test(name));
  return files;
}

/** The text of a file on the list, with line ends as on Unix. */
export function readSource(path: string): string {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  return text.replaceAll('\r\n', '\n');
}
