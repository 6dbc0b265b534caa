import type { Run } from './practice.ts';
import type { Table } from './statements.ts';

/** 놀라기 쉬운 대답이면, 왜 그렇게 되었는지 설명한다. */
export function explainSurprise(run: Run): string | undefined {
  const { statement, answer } = run;
  // MySQL의 오류에는 번호가 있어서, 글을 읽지 않고도 무엇인지 알 수 있다.
  if (answer.error?.number === 1007) {
    return (
      '이 데이터베이스는 계정과 함께 이미 만들어져 있습니다. 서버는 있는 ' +
      '것을 지우거나 다시 만들지 않고, 아무것도 바꾸지 않은 채 오류로 ' +
      '알립니다. 그대로 다음 단계로 가면 됩니다.'
    );
  }
  if (answer.error?.number === 1044) {
    return (
      '이 계정에는 데이터베이스를 새로 만들 권한이 없습니다. 받은 ' +
      '데이터베이스를 그대로 쓰면 되니 다음 단계로 가세요.'
    );
  }
  const conditional = ['select-where', 'update', 'delete'];
  return conditional.includes(statement.id) ? explainWhere(run) : undefined;
}

/** 조건에 맞은 줄을, 실행하기 전에 글자가 똑같던 줄과 견주어 본다. */
function explainWhere({ answer, before, values }: Run): string | undefined {
  const matched = answer.counts?.affected ?? answer.table?.rows.length;
  if (matched === undefined) return undefined;
  // 줄이 너무 많으면 다 읽지 않았으므로 견줄 수 없다.
  if (before.table === undefined || before.table.more) return undefined;

  const names = readNames(before.table);
  const small = values.name.toLowerCase();
  const same = names.filter((name) => name === values.name).length;
  const alike = names.filter((name) => name?.toLowerCase() === small).length;
  // 비교 규칙은 서버가 알려 준 것이다. SQLite의 보통 규칙은 BINARY다.
  const rule = before.collation ?? 'BINARY';

  if (matched > same) {
    return (
      `조건의 이름(${values.name})과 글자가 똑같지 않은 줄도 맞았습니다. ` +
      `name 열의 비교 규칙(collation)은 ${rule}입니다. 끝의 ci는 ` +
      'case-insensitive, 곧 대소문자를 가리지 않는다는 뜻입니다.'
    );
  }
  if (matched === 0 && alike > 0) {
    return (
      '대소문자만 다른 줄이 있지만 맞지 않았습니다. name 열의 비교 ' +
      `규칙(collation)은 대소문자를 가리는 ${rule}입니다. MySQL의 보통 ` +
      '규칙은 대소문자를 가리지 않으므로, 거기서는 이 줄도 맞습니다.'
    );
  }
  return matched === 0
    ? '조건에 맞는 줄이 없습니다. 오류가 아니라 0줄이라는 대답입니다.'
    : undefined;
}

function readNames({ columns, rows }: Table) {
  const index = columns.indexOf('name');
  return rows.map((row) => row[index]);
}
