import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config.ts';

/** Folders whose files are meant to be read, and the files at the top. */
const readable = [
  '.ci',
  '.dockerignore',
  '.env.example',
  '.gitignore',
  'tools',
  'biome.json',
  'compose.ex6.yaml',
  'compose.first.yaml',
  'compose.yaml',
  'Dockerfile',
  'flask',
  'LICENSE',
  'migrations',
  'package.json',
  'public',
  'README.ko.md',
  'README.md',
  'src',
  'test',
  'tsconfig.json',
  'views',
  'vitest.config.ts',
];

const text =
  /(^|\/)(Dockerfile|LICENSE|run|\.\w+|.+\.(ts|ejs|html|css|js|json|md|py|sh|svg|txt|yaml|example))$/;

/**
 * The files of the project that are meant to be read, as paths relative to
 * its root. Only a path on this list can be asked for, and the list is made
 * from the folders themselves, so no trick in a request leads elsewhere.
 * Symbolic links are not on it.
 */
export function listFiles(): Set<string> {
  const files = new Set<string>();
  const visit = (folder: string, names: (name: string) => boolean) => {
    const path = join(projectRoot, folder);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!names(entry.name)) continue;
      if (entry.isDirectory()) visit(child, (name) => name !== '__pycache__');
      else if (entry.isFile() && text.test(child)) files.add(child);
    }
  };
  visit('', (name) => readable.includes(name));
  return files;
}

/** The text of a file that `listFiles` named, with line ends as on Unix. */
export function readSource(path: string): string {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  return text.replaceAll('\r\n', '\n');
}
