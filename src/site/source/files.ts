import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config.ts';

/** What is meant to be read of the project's folder. */
const readable = `
  .ci docs flask migrations public src test tools views
  Dockerfile compose.ex6.yaml compose.first.yaml compose.stack.yaml compose.yaml
  CONTRIBUTING.md LICENSE README.ko.md README.md SECURITY.md
  .dockerignore .env.example .gitignore
  biome.json package.json tsconfig.json vitest.config.ts
`.split(/\s+/);

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
  visit('', (name) => readable.includes(name));
  return files;
}

/** The text of a file on the list, with line ends as on Unix. */
export function readSource(path: string): string {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  return text.replaceAll('\r\n', '\n');
}
