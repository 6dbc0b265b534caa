const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function toHtml(text: string): string {
  return text.replace(/[&<>]/g, (mark) => marks[mark as keyof typeof marks]);
}

/** A word without blanks, or a command with all its words. */
const runs =
  /["'(]*\b(?:curl|docker|flask|git|mysql|npm|pip) [ !-+\--~]*[!-~]|[!-~]+/g;

/** The names in a piece of code, which its prose may speak of. */
export function namesIn(code: string): Set<string> {
  return new Set(code.match(/[A-Za-z_$][\w$]*/g));
}

/**
 * Prose as HTML, its code set as code: commands, and words that have a sign of
 * code or are names of the code beside them. `Fastify` and `GET` are words like others.
 */
export function markCode(prose: string, names: Set<string>): string {
  return prose
    .replace(runs, (run) => {
      // Punctuation around a word is not of it, unless it was opened there.
      const [, before = '', word = '', after = ''] =
        /^(["'(]*)(.*?)((?<! )[)"',.:;]*)$/.exec(run) ?? [];
      const isOpen = /\([^)]*$|=["'][^"']*$/.test(word);
      const own = isOpen ? (/^["']?\)?/.exec(after)?.[0] ?? '') : '';
      const html = toHtml(word + own);
      const shown = isCode(word + own, names) ? `<code>${html}</code>` : html;
      return toHtml(before) + shown + toHtml(after.slice(own.length));
    })
    .replace(/<\/code>( = |: | )<code>/g, '$1');
}

function isCode(word: string, names: Set<string>): boolean {
  if (/^(Node\.js|MySQL)$|^\d/.test(word)) return false;
  if (word.includes(' ')) return true;
  if (names.has(word)) return /^[a-z_$]|[a-z][A-Z]/.test(word);
  if (/^[<%=>{}&|+*-]{2,}$/.test(word)) return true;
  return /^:\w|[A-Za-z/].*[._/@<>=%{}$#*&]|[._/@<>=%{}$#*&].*[A-Za-z]/.test(
    word,
  );
}
