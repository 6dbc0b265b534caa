/**
 * The exercises that `npm run check` can judge on a student's own server, and
 * the folder of each. Written down, since loading the whole course to look
 * them up takes longer than checking one.
 */
export const checkable: Record<string, string> = {
  ex1: 'ex1-hello',
  ex2: 'ex2-html',
  'ex2-2': 'ex2-2-tags',
  'ex2-3': 'ex2-3-survey',
  ex3: 'ex3-routing',
  'ex3-2': 'ex3-2-add',
  json: 'json',
  ex4: 'ex4-rest-api',
  'ex4-2': 'ex4-2-front',
  ex5: 'ex5-mysql',
};
