import type { FastifyInstance } from 'fastify';

/** Opens pages of a course that nothing changes: each of them once. */
export function openOnce(app: FastifyInstance) {
  const pages = new Map<string, Promise<string>>();
  return (path: string): Promise<string> => {
    const page = pages.get(path) ?? app.inject(path).then(({ body }) => body);
    pages.set(path, page);
    return page;
  };
}

/** The text of a piece of HTML, as a browser would show it. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}

/** What the pattern's first group matches, each time that it does. */
export function findAll(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(([, found]) => found ?? '');
}

/**
 * The part of a page from one text to another, both of which must be there,
 * with line ends as a browser reads them, whatever the templates have.
 */
export function part(html: string, from: string, to: string): string {
  const start = html.indexOf(from);
  const end = html.indexOf(to, start + from.length);
  if (start < 0 || end < 0) throw new Error(`no "${from}" ... "${to}"`);
  return html.slice(start, end).replaceAll('\r\n', '\n');
}
