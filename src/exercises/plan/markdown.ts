import { parts } from './parts.ts';
import { phases } from './phases.ts';
import type { Sheet } from './sheets.ts';

/** 활동지를 마크다운 문서로 바꾼다. */
export function toMarkdown(sheet: Sheet): string {
  const lines = [`# ${plain(sheet.title)}`];

  parts.forEach(({ field, title, question }, i) => {
    lines.push('', `## ${i + 1}. ${title}`, '', `> ${question}`);
    lines.push('', plainLines(sheet[field]) || '(아직 적지 않았습니다)');
  });

  lines.push('', '## 점검표');
  const done = sheet.done.split(' ');
  for (const { number, title, activities } of phases) {
    lines.push('', `### ${number}. ${title}`, '');
    for (const { number, name } of activities) {
      lines.push(`- [${done.includes(number) ? 'x' : ' '}] ${number} ${name}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/**
 * 내려받는 파일의 이름을 알리는 헤더. 헤더에는 영문만 적을 수 있으므로 한글
 * 이름은 UTF-8로 바꾸어 filename*에 적고, filename에는 대신할 이름을 둔다.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6266
 */
export function attachment(title: string): string {
  // 폴더를 나누는 빗금처럼 파일 이름에 못 쓰는 글자는 밑줄로 바꾼다. 이름이
  // 너무 길면 저장하지 못하는 컴퓨터가 있어 60자까지만 쓴다.
  const safe = title.replace(/[\p{C}\p{Z}\\/:*?"<>|]+/gu, '_');
  const name = `plan-${[...safe].slice(0, 60).join('')}.md`;
  // encodeURIComponent가 남겨 두는 넷도 여기서는 바꾸어야 한다.
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="plan.md"; filename*=UTF-8''${encoded}`;
}

/**
 * 여러 줄의 글을 옮긴다. 줄의 처음이 '- '인 줄은 마크다운에서도 목록이므로
 * 목록으로 두고, 다른 줄은 적은 대로 줄이 바뀌게 한다.
 */
function plainLines(text: string): string {
  const lines: string[] = [];
  let wasItem = false;
  for (const line of text.split('\n')) {
    const item = /^- +(?=\S)/.exec(line);
    const isItem = item !== null;
    const last = lines.at(-1) ?? '';
    // 목록이 시작하고 끝나는 곳에는 빈 줄을 두어 앞뒤의 글과 떼어 놓는다.
    if (last !== '' && isItem !== wasItem) lines.push('');
    // 줄의 끝에 둔 빈칸 둘은 '여기서 줄을 바꾼다'는 뜻이다.
    else if (last !== '' && !isItem) lines[lines.length - 1] = `${last}  `;
    lines.push(isItem ? `- ${plain(line.slice(2).trim())}` : plain(line));
    wasItem = isItem;
  }
  return lines.join('\n').replace(/^\n+|\n+$/g, '');
}

/** 마크다운에서 뜻이 있는 기호 앞에 \를 붙여, 적은 글자 그대로 보이게 한다. */
function plain(line: string): string {
  return (
    line
      .trimEnd()
      .replace(/[\\`*[<~$]/g, '\\$&')
      // 낱말 안의 밑줄(order_items)과 홀로 쓴 &는 그대로 두어도 된다.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // 줄의 처음에서 뜻이 있는 것: 제목, 인용, 목록, 표, 번호 목록. 제목 줄의
      // 끝에 온 #도 지워지므로 #은 어디에 있든 같이 바꾼다.
      .replace(/^(\s*)([-+=>|:])/, '$1\\$2')
      .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2')
      .replace(/#/g, '\\#')
      // 줄의 처음에 둔 빈칸은 코드라는 뜻이 되므로, 뜻이 없는 빈칸으로 바꾼다.
      .replace(/^\s+/, (spaces) => '\u00a0'.repeat(spaces.length))
  );
}
