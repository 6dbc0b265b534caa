import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import { type DefaultTreeAdapterTypes as Html, parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../src/config.ts';
import { course } from '../src/course.ts';

const drawings = join(projectRoot, 'public/drawings');
const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');

/** The elements of that name in a concept, as the lesson renders it. */
function find(slug: string, id: string, name: string): Html.Element[] {
  const template = read(`views/${slug}/concept.ejs`);
  const data = { port: 15007, internalPort: 25007, base: `/${id}/`, id };
  const options = { localsName: 'data', strict: true, _with: false };
  const found: Html.Element[] = [];
  const visit = (node: Html.Node) => {
    if ('tagName' in node && node.tagName === name) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parseFragment(ejs.render(template, data, options)));
  return found;
}

const attributes = ({ attrs }: Html.Element) =>
  Object.fromEntries(attrs.map(({ name, value }) => [name, value]));

/** What a person reads: blanks and line breaks are one blank. */
function textOf(node: Html.Node): string {
  if ('value' in node) return node.value.replace(/\s+/g, ' ');
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

describe.each(course)('the ideas of $id', ({ id, slug, contract }) => {
  test('take at most 25 lines', () => {
    const lines = read(`views/${slug}/concept.ejs`).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(find(slug, id, 'h3').length).toBeGreaterThan(0);
  });

  test('point at what is live on the same page', () => {
    const text = find(slug, id, 'p').map(textOf).join(' ');
    expect(text).toMatch(/실행 화면|해 보기/);
    for (const link of find(slug, id, 'a')) {
      const [, number] =
        /^#step-(\d+)$/.exec(attributes(link).href ?? '') ?? [];
      const step = contract[Number(number) - 1];
      expect(textOf(link)).toBe(`해 보기 ${number}번 ‘${step?.do}’`);
    }
  });

  test('are drawn at their own size, and told to who cannot see', () => {
    for (const image of find(slug, id, 'img')) {
      const { src = '', width, height, alt } = attributes(image);
      const svg = read(src.slice(1));
      expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
      expect(alt).toMatch(/[가-힣].*\.$/s);
    }
  });
});

test('every drawing belongs to an idea, and follows light and dark', () => {
  expect(existsSync(drawings)).toBe(true);
  const shown = course.flatMap(({ id, slug }) =>
    find(slug, id, 'img').map((image) => attributes(image).src),
  );
  const files = readdirSync(drawings);
  expect(shown.sort()).toEqual(
    files.map((f) => `/public/drawings/${f}`).sort(),
  );
  for (const file of files) {
    const svg = read(`public/drawings/${file}`);
    expect(svg).toContain('color-scheme: light dark');
    // Readable where it is as narrow as a phone.
    expect(svg).toContain('viewBox="0 0 340 ');
  }
});
