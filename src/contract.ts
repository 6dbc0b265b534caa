/**
 * One step of an exercise's contract: a request and what must come back. The
 * exercise's Flask twin fulfils it too, except for what `inFlask` says.
 */
export interface Step {
  /** Korean: what the reader does. */
  title: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /**
   * Relative to the exercise, as a person would type it (`hello/홍길동`).
   * `{id}` stands for what an earlier step kept under that name.
   */
  path: string;
  /** The fields of an HTML form. */
  form?: Record<string, string>;
  /** The JSON body. */
  json?: unknown;
  expect: {
    status: number;
    /** Each named header must contain the text. */
    headers?: Record<string, string>;
    /** The body, as text, must contain each of these. */
    words?: string[];
    /** The JSON body must contain these values. */
    json?: unknown;
  };
  /**
   * What a plain Flask program answers instead. The exercise's twin is tested
   * for it, and readers see it as what differs between the two.
   */
  inFlask?: {
    /** Takes the place of those parts of `expect` that it names. */
    expect: Partial<Step['expect']>;
    /** Korean, whole sentences: what Flask does here, and why. */
    why: string;
  };
  /** A value for later steps: from a header, or from a field of the JSON. */
  keep?: { as: string; header: string } | { as: string; field: string };
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

/**
 * Fills in the values that earlier steps kept (`{id}` stays where there is
 * none) and encodes what has to be.
 *
 * @param base the exercise's address, with a slash at the end
 */
export function prepare(step: Step, base: string, kept: Kept): ReadyRequest {
  const { method, form, json } = step;
  const path = step.path.replace(
    /\{(\w+)\}/g,
    (whole, name) => kept[name] ?? whole,
  );
  const { href } = new URL(path, base);
  const url = href.replaceAll('%7B', '{').replaceAll('%7D', '}');
  if (form) {
    const type = 'application/x-www-form-urlencoded';
    const body = new URLSearchParams(form).toString();
    return { method, url, headers: { 'content-type': type }, body };
  }
  if (json !== undefined) {
    const headers = { 'content-type': 'application/json' };
    return { method, url, headers, body: JSON.stringify(json) };
  }
  return { method, url, headers: {}, body: '' };
}

/**
 * Sends one step.
 *
 * @param base the exercise's address, with a slash at the end
 * @param kept what earlier steps kept; this step's value is added to it
 * @throws TypeError when no server answers at that address
 */
export async function send(step: Step, base: string, kept: Kept) {
  const { method, url, headers, body } = prepare(step, base, kept);
  const response = await fetch(url, {
    method,
    headers,
    body: body === '' ? null : body,
    redirect: 'manual',
  });
  const text = await response.text();
  if (step.keep) {
    const { as } = step.keep;
    const head = response.headers;
    kept[as] = readKept(step.keep, (name) => head.get(name), text);
  }
  return { status: response.status, headers: response.headers, text };
}

/** The value that a step keeps, or '' where the answer does not have it. */
export function readKept(
  keep: NonNullable<Step['keep']>,
  header: (name: string) => string | null | undefined,
  body: string,
): string {
  if ('header' in keep) return header(keep.header) ?? '';
  try {
    return String(JSON.parse(body)[keep.field] ?? '');
  } catch {
    return '';
  }
}
