import type { PlanSheetsTable } from './sheets.ts';
import { parts, phases } from './worksheet.ts';

/** 활동지를 텍스트 파일의 내용으로 바꾼다. */
export function toText(sheet: PlanSheetsTable): string {
  const lines = [sheet.title];
  parts.forEach(({ field, title, question }, i) => {
    lines.push('', '', `${i + 1}. ${title}`, `(${question})`, '');
    lines.push(sheet[field] || '작성하지 않았습니다.');
  });

  lines.push('', '', '점검표');
  const done = sheet.done.split(' ');
  phases.forEach(({ title, activities }, i) => {
    lines.push('', `${i + 1}. ${title}`);
    for (const [number, name] of Object.entries(activities)) {
      lines.push(`[${done.includes(number) ? 'x' : ' '}] ${number} ${name}`);
    }
  });
  return `${lines.join('\n')}\n`;
}

/**
 * 파일로 저장하라고 알리는 헤더. 헤더에는 영문만 쓸 수 있으므로, 한글 이름은
 * filename*에 퍼센트 인코딩으로 쓰고 filename에는 대신할 이름을 둔다.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6266
 */
export function attachment(title: string): string {
  // 파일 이름이나 이 헤더에 쓸 수 없는 문자는 밑줄로 바꾼다. 이름이 너무 길면
  // 저장하지 못하는 컴퓨터가 있어 60자까지만 쓴다.
  const safe = title.replace(/[\p{C}\p{Z}\\/:*?"<>|'()]+/gu, '_');
  const name = `plan-${[...safe].slice(0, 60).join('')}.txt`;
  const encoded = encodeURIComponent(name);
  return `attachment; filename="plan.txt"; filename*=UTF-8''${encoded}`;
}
