import { prepare, requestLine, type Step } from '../../contract/step.ts';

/**
 * The address of a contract's step, where `{name}` stands for a value of an
 * earlier answer. A `Location` is the beginning of a path of its own.
 *
 * @param base the exercise's address, with a slash at the end
 */
export function addressOf(step: Step, contract: Step[], base: string): string {
  const { path } = requestLine(step);
  const [, first = ''] = /^\{(\w+)\}/.exec(path) ?? [];
  const isLocation = contract.some(
    ({ keep }) => keep && 'header' in keep && keep.as === first,
  );
  if (isLocation) return new URL(base).origin + path;
  return prepare(step, base, {}).url;
}

/**
 * A step as a command for the terminal, in words that bash and Windows' cmd
 * read alike. It prints the headers too, and follows a redirect where the
 * step does.
 */
export function curlLine(step: Step, contract: Step[], base: string): string {
  const { form, json } = step;
  const { method } = requestLine(step);
  const url = addressOf(step, contract, base);
  const words = ['curl', '-i'];
  // With -X, curl would POST to the page that the redirect leads to, too.
  const follows = method === 'POST' && !json && step.status === undefined;
  if (follows) words.push('-L');
  if (follows && !form) words.push('-d', quote(''));
  else if (method !== 'GET' && !form) words.push('-X', method);
  words.push(/[{}&?]/.test(url) ? quote(url) : url);
  for (const [name, value] of Object.entries(form ?? {})) {
    // cmd ends a command where a line ends.
    if (!value.includes('\n')) {
      words.push('--data-urlencode', quote(`${name}=${value}`));
    } else words.push('-d', quote(`${new URLSearchParams({ [name]: value })}`));
  }
  if (json !== undefined) {
    words.push('-H', quote('Content-Type: application/json'));
    words.push('-d', quote(JSON.stringify(json)));
  }
  return words.join(' ');
}

function quote(text: string): string {
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
