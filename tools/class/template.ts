import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';

/** A template that lies beside this file. */
export function renderTemplate(name: string, data: object): string {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  return ejs.render(text, data);
}
