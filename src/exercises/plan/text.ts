import type { Sheet } from './sheets.ts';
import worksheet from './worksheet.json' with { type: 'json' };

/** 활동지를 텍스트 파일의 내용으로 바꾼다. */
export function toText(sheet: Sheet): string {
  const lines = [sheet.title];
  for (const [field, [title, question]] of Object.entries(worksheet.parts)) {
    const written = sheet[field as keyof typeof worksheet.parts];
    lines.push('', '', `${title}`, `(${question})`, '');
    lines.push(written || '작성하지 않았습니다.');
  }
  lines.push('', '', '점검표');
  const done = sheet.done.split(' ');
  for (const [phase, activities] of Object.entries(worksheet.phases)) {
    lines.push('', phase);
    for (const activity of activities) {
      const isDone = done.includes(activity.split(' ')[0] ?? '');
      lines.push(`[${isDone ? 'x' : ' '}] ${activity}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
