import { prepare, type Step } from '../contract.ts';

/** The names of the kept values that a step's path needs. */
export function needs(step: Step): string[] {
  return [...step.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/**
 * The address of a contract's step, where `{name}` stands for a kept value. A
 * kept `Location` is the beginning of a path of its own.
 *
 * @param base the exercise's address, with a slash at the end
 */
export function addressOf(step: Step, contract: Step[], base: string): string {
  const [, first] = /^\{(\w+)\}/.exec(step.path) ?? [];
  const isLocation = contract.some(
    ({ keep }) => keep && 'header' in keep && keep.as === first,
  );
  if (isLocation) return new URL(base).origin + step.path;
  return prepare(step, base, {}).url;
}

/**
 * A step as a command for the terminal, as a person would type it. It
 * prints the headers too: some steps are about nothing else.
 */
export function curlLine(step: Step, contract: Step[], base: string): string {
  const { method, form, json } = step;
  const url = addressOf(step, contract, base);
  const words = ['curl', '-i'];
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
