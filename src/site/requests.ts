import { prepare, type Step } from '../contract.ts';

/** The names of the kept values that a step's path needs. */
export function needs(step: Step): string[] {
  return [...step.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/** The step as a command for the terminal, with text a person can read. */
export function curlLine(step: Step, base: string): string {
  const { method, form, json } = step;
  const { url } = prepare(step, base, {});
  const words = ['curl'];
  if (method !== 'GET' && !(form && method === 'POST'))
    words.push('-X', method);
  words.push(/[{}&?]/.test(url) ? quote(url) : url);
  for (const [name, value] of Object.entries(form ?? {})) {
    words.push('--data-urlencode', quote(`${name}=${value}`));
  }
  if (json !== undefined) {
    words.push('-H', quote('Content-Type: application/json'));
    words.push('-d', quote(JSON.stringify(json)));
  }
  return words.join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
