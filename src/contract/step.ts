/** What a page may be asked to have, whatever its words are. */
export type Part = 'heading' | 'list' | 'table' | 'image' | 'stylesheet';

/**
 * One step of a contract: a request, and what a person sees of the answer.
 * Any right server keeps it, whatever it is written in.
 */
export interface Step {
  /** Korean: what the reader does, as a noun (첫 페이지 열기). */
  do: string;
  /**
   * One of these four: the method, and the path relative to the exercise, as
   * a person would type it (`hello/홍길동`). `{id}` stands for what an earlier
   * step kept under that name.
   */
  get?: string;
  post?: string;
  put?: string;
  delete?: string;
  /** The fields of an HTML form. */
  form?: Record<string, string>;
  /** The JSON body. */
  json?: unknown;
  /**
   * 200 unless given; where frameworks differ, each that is right, ours first.
   * A redirect is followed, unless one is asked for.
   */
  status?: number | number[];
  /** The answer's text has each of these; of a page, without its tags. */
  see?: string[];
  /** The page has these parts, whatever is in them. */
  has?: Part[];
  /** The error page is not the one that every program of its framework has. */
  own?: true;
  /** The answer is JSON with these values; it may have others, too. */
  gives?: unknown;
  /** A value for later steps: from a field of the JSON, or from a header. */
  keep?: { as: string; field: string } | { as: string; header: string };
  /**
   * `npm run check` leaves the step out on a student's own server: it is about
   * our data or habits, and asks for more than the lecture.
   */
  elsewhere?: 'skip';
}

/** What an answer must be to show one side of a difference. */
export interface Answer {
  status?: number;
  /** Each named header contains the text. */
  headers?: Record<string, string>;
  /** The body contains each of these, to the letter. */
  body?: string[];
}

/** What this server and a plain Flask program answer to the same request. */
export interface Difference {
  request: Pick<Step, 'do' | 'get' | 'post' | 'put' | 'form' | 'json'>;
  here: Answer;
  flask: Answer;
  /** Korean, whole sentences: what Flask does, and why. */
  why: string;
}

/** Values that steps kept, by name. */
export type Kept = Record<string, string>;

/** A step's request, ready to be sent or shown. */
export interface ReadyRequest {
  method: string;
  /** The whole address, percent-encoded. */
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** The method and the path of a step. */
export function requestLine(step: Partial<Step>): {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
} {
  if (step.post !== undefined) return { method: 'POST', path: step.post };
  if (step.put !== undefined) return { method: 'PUT', path: step.put };
  if (step.delete !== undefined) {
    return { method: 'DELETE', path: step.delete };
  }
  return { method: 'GET', path: step.get ?? '' };
}

/** The statuses that a right answer may have, this server's first. */
export function statusesOf({ status = 200 }: Step): [number, ...number[]] {
  return [status].flat() as [number, ...number[]];
}

/** Whether the answer is a redirect to be seen as it is, not followed. */
export function isRedirect(step: Step): boolean {
  const [status] = statusesOf(step);
  return status >= 300 && status < 400;
}

/** The names of the kept values that a step's path needs. */
export function needs(step: Step): string[] {
  const { path } = requestLine(step);
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/**
 * The step at `index`, and where it or one before it needs kept values, all
 * steps from the one that keeps the first of them. Nothing where there is no
 * such step.
 */
export function withNeeded(contract: Step[], index: number): Step[] {
  if (contract[index] === undefined) return [];
  let first = index;
  for (let at = index; at >= first; at -= 1) {
    const wanted = needs(contract[at] ?? { do: '' });
    const keeper = contract.findIndex(
      ({ keep }) => keep && wanted.includes(keep.as),
    );
    if (keeper !== -1) first = Math.min(first, keeper);
  }
  return contract.slice(first, index + 1);
}

/**
 * Fills in the values that earlier steps kept (`{id}` stays where there is
 * none) and encodes what has to be.
 *
 * @param base the exercise's address, with a slash at the end
 */
export function prepare(
  step: Partial<Step>,
  base: string,
  kept: Kept,
): ReadyRequest {
  const { method, path } = requestLine(step);
  const filled = path.replace(/\{(\w+)\}/g, (name, key) => kept[key] ?? name);
  const { href } = new URL(filled, base);
  const url = href.replaceAll('%7B', '{').replaceAll('%7D', '}');
  if (step.form) {
    const type = 'application/x-www-form-urlencoded';
    const body = new URLSearchParams(step.form).toString();
    return { method, url, headers: { 'content-type': type }, body };
  }
  if (step.json !== undefined) {
    const headers = { 'content-type': 'application/json' };
    return { method, url, headers, body: JSON.stringify(step.json) };
  }
  return { method, url, headers: {}, body: '' };
}
