import { checkable } from '../../src/contract/checkable.ts';
import { ownAddresses } from './network.ts';

/** What the command line asks for. */
export interface Asked {
  /** The exercise; undefined to find out which one answers. */
  id: string | undefined;
  /** Addresses to try in this order, with a slash at the end; none: my port. */
  bases: string[];
  watch: boolean;
  json: boolean;
  afterRestart: boolean;
}

/** A command line that cannot be followed; its message is for the terminal. */
export class UsageError extends Error {}

const usage = `사용법: npm run check [실습] [주소나 포트] [watch] [json]
예: npm run check ex3-2
    npm run check ex4 http://127.0.0.1:5000
    npm run check ex4 5000 watch
실습: ${Object.keys(checkable).join(', ')}`;

const elsewhere: Record<string, string> = {
  sql: 'sql은 검사하지 않습니다. 결과는 페이지에서 확인하세요.',
  plan: 'plan은 검사하지 않습니다. 결과는 페이지에서 확인하세요.',
  ex6: '컨테이너에 담은 실습을 검사하세요. 예: npm run check ex2-2 15001',
  ex7: '프론트는 ex4-2로, API는 ex4로 검사하세요. 예: npm run check ex4-2 15001',
};

/**
 * Reads plain words in any order; a flag counts as the word. The first `json`
 * is the exercise of that name, if no other one is named.
 *
 * @throws UsageError
 */
export function readArguments(words: string[]): Asked {
  const plain = words.map((word) => word.replace(/^--/, ''));
  const rest = plain.filter((word) => word !== 'json');
  const [named, another] = rest.filter(isExercise);
  const isAddress = (word: string) =>
    !isExercise(word) && !/^(watch|after-restart)$/.test(word);
  const addresses = rest.filter(isAddress);
  const elsewhereToCheck = addresses.map((word) => elsewhere[word]);
  for (const what of elsewhereToCheck) if (what) stop(what);
  if (another) stop('실습은 하나만 적으세요.');
  const [bases = [], second] = addresses.map(readAddress);
  if (second) stop('주소는 하나만 적으세요.');
  const jsons = words.filter((word) => word === 'json').length;
  const afterRestart = plain.includes('after-restart');
  const usual = jsons > 0 ? 'json' : undefined;
  const id = named ?? (afterRestart ? 'ex5' : usual);
  if (afterRestart && id !== 'ex5') stop('after-restart는 ex5에만 씁니다.');
  return {
    ...{ id, afterRestart, watch: plain.includes('watch') },
    bases,
    json: words.includes('--json') || jsons > (id === 'json' ? 1 : 0),
  };
}

function stop(message: string): never {
  throw new UsageError(`${message}\n\n${usage}`);
}

function isExercise(word: string): boolean {
  return Object.hasOwn(checkable, word);
}

/** An address or a port; `localhost` may be either of two addresses. */
export function readAddress(word: string): string[] {
  const text = /^\d{1,5}$/.test(word) ? `http://localhost:${word}` : word;
  const address = text.includes('://') ? text : `http://${text}`;
  const isRight = /^http:\/\/(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?(\/[^?#@]*)?$/i;
  if (!text.includes(':') || !isRight.test(address) || !URL.canParse(address)) {
    return stop(`${word}: 실습의 이름도, http로 시작하는 주소도 아닙니다.`);
  }
  const { hostname, port, pathname } = new URL(address);
  const path = pathname.replace(/\/*$/, '/');
  return hostsOf(hostname).map((host) => `http://${host}:${port || 80}${path}`);
}

/** Only this machine's own addresses are asked. */
function hostsOf(hostname: string): string[] {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  if (['localhost', '0.0.0.0', '::'].includes(host)) {
    return ['127.0.0.1', '[::1]'];
  }
  const isOwn = /^127\.\d+\.\d+\.\d+$/.test(host) || ownAddresses().has(host);
  if (isOwn) return [host.includes(':') ? `[${host}]` : host];
  return stop(
    `${hostname}: 이 컴퓨터의 주소가 아닙니다. 이 컴퓨터의 서버만 검사합니다.`,
  );
}
