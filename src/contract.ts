/**
 * One step of an exercise's contract: a request and what must come back. A
 * plain Flask server could fulfil it as well as this one.
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
  /** A value for later steps: from a header, or from a field of the JSON. */
  keep?: { as: string; header: string } | { as: string; field: string };
}

/** Values that steps kept, by name. */
export type Kept = Record<string, string>;

/**
 * Sends one step.
 *
 * @param base the exercise's address, with a slash at the end
 * @param kept what earlier steps kept; this step's value is added to it
 * @throws TypeError when no server answers at that address
 */
export async function send(step: Step, base: string, kept: Kept) {
  const path = step.path.replace(/\{(\w+)\}/g, (_, name) => kept[name] ?? '');
  const { method, form, json } = step;
  const headers = json ? { 'content-type': 'application/json' } : undefined;
  const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
  const response = await fetch(new URL(path, base), {
    method,
    redirect: 'manual',
    ...(headers && { headers }),
    ...(body !== undefined && { body: body as string | URLSearchParams }),
  });
  const text = await response.text();

  if (step.keep) {
    const value =
      'header' in step.keep
        ? response.headers.get(step.keep.header)
        : JSON.parse(text)[step.keep.field];
    kept[step.keep.as] = String(value);
  }
  return { status: response.status, headers: response.headers, text };
}
