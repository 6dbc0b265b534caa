import {
  type Compilable,
  type Generated,
  type Kysely,
  type RawBuilder,
  sql,
} from 'kysely';
import { escapeId } from 'mysql2';

/** 연습 표의 열. users는 ex5의 것이라, 연습에는 표를 따로 하나 만들어 쓴다. */
export interface PracticeTable {
  id: Generated<number>;
  name: string | null;
  age: number | null;
}

/** 연습 표만 아는 데이터베이스. 다른 표를 건드리는 코드는 쓸 수 없다. */
export type Db = Kysely<{ practice_users: PracticeTable }>;

/** 문장에 끼워 넣을 수 있는 값. */
export interface Values {
  name: string;
  age: number;
}

/** 줄과 열. 칸은 글자로 바꾸어 두고, 빈칸(NULL)만 null이다. */
export interface Table {
  columns: string[];
  rows: (string | null)[][];
  /** 보여 주는 것 말고도 줄이 더 있다. */
  more: boolean;
}

/** 데이터베이스에 지금 있는 것. */
export interface Practice {
  /** 모든 표의 이름. */
  tables: string[];
  /** 연습 표. 없으면 undefined다. */
  table: Table | undefined;
  /** name 열의 비교 규칙(collation). MySQL에만 있다. */
  collation: string | undefined;
}

/** 실행하지 않는 까닭과, 먼저 할 단계의 id. */
export interface Refusal {
  reason: string;
  first?: string;
}

/** 강의의 문장 하나. */
export interface Statement {
  /** 주소(/run/insert)와 페이지 안의 자리(#insert)에 쓰는 이름. */
  id: string;
  title: string;
  about: string;
  /** 강의의 SQL. ${}로 끼운 값은 SQL에 섞이지 않고 따로 전달된다. */
  write: (values: Values) => RawBuilder<unknown>;
  /** 같은 SQL을 만드는 Kysely 코드. 페이지는 이 함수의 소스를 보여 준다. */
  twin?: (db: Db, values: Values) => Compilable;
  /** 바꾸어 볼 수 있는 값. 처음에는 강의의 값이 적혀 있다. */
  values?: Partial<Values>;
  /** 줄을 넣거나 바꾸거나 지우는 문장이다. */
  changesRows?: true;
  /** 지금 실행할 수 없으면 그 까닭을 준다. */
  refuse?: (practice: Practice) => Refusal | undefined;
  /** SQLite에 없는 문장이면, MySQL은 무엇을 하고 SQLite는 어떤지. */
  onlyInMysql?: string;
  /** SQLite에서는 다르게 적는 문장이면, 그 문장과 까닭. */
  inSqlite?: { write: () => RawBuilder<unknown>; why: string };
}

/** 페이지에 보여 주는 줄의 수. 연습 표에는 이보다 많이 넣지 않는다. */
export const maxRows = 20;

// 앞 단계를 건너뛰었을 때, 서버의 오류 대신 보여 줄 안내다.
const needsTable = ({ table }: Practice): Refusal | undefined =>
  table ? undefined : { reason: '연습 표가 없습니다.', first: 'create-table' };

const needsRoom = (practice: Practice): Refusal | undefined =>
  practice.table?.more
    ? { reason: `연습 표의 줄이 ${maxRows}개를 넘었습니다.`, first: 'delete' }
    : needsTable(practice);

/** 강의의 열네 문장을 강의의 차례대로. database는 독자의 데이터베이스다. */
export function listStatements(database: string): Statement[] {
  // 이름은 값이 아니라서 따로 전달할 수 없고, SQL에 그대로 적어야 한다. 밖에서
  // 온 글이 아니라 설정에 적힌 이름이라서 그렇게 해도 된다. 보통 글자가 아닌
  // 것이 섞인 이름은 역따옴표(`)로 감싼다.
  const isPlain = /^[a-z_]\w*$/i.test(database);
  const name = sql.raw(isPlain ? database : escapeId(database, true));

  // 번호를 저절로 붙이는 열만은 두 데이터베이스가 다르게 적는다.
  const idInMysql = sql.raw('id INT AUTO_INCREMENT PRIMARY KEY');
  const idInSqlite = sql.raw('id INTEGER PRIMARY KEY AUTOINCREMENT');
  const createTable = (id: RawBuilder<unknown>) =>
    sql`CREATE TABLE practice_users (${id}, name VARCHAR(100), age INT)`;

  return [
    // 앞의 네 문장은 데이터베이스를 다룬다. SQLite는 파일 하나가 데이터베이스
    // 하나라서 이런 문장이 없다.
    {
      id: 'create-database',
      title: '데이터베이스 생성',
      about:
        '표를 담을 데이터베이스를 만듭니다. MySQL은 SCHEMA를 DATABASE와 ' +
        '같은 뜻으로 읽습니다.',
      write: () => sql`CREATE DATABASE ${name}`,
      twin: (db) => db.schema.createSchema(database),
      onlyInMysql:
        'MySQL이라면 데이터베이스를 만들고, 같은 이름이 이미 있으면 오류 ' +
        '1007로 답합니다. SQLite에서는 파일을 열 때 저절로 만들어집니다.',
    },
    {
      id: 'show-databases',
      title: '데이터베이스 조회',
      about: '이 계정이 볼 수 있는 데이터베이스의 이름을 보여 줍니다.',
      write: () => sql`SHOW DATABASES`,
      onlyInMysql:
        'MySQL이라면 이 계정이 볼 수 있는 데이터베이스를 늘어놓습니다. ' +
        'SQLite에는 열어 둔 파일 하나뿐입니다.',
    },
    {
      id: 'use',
      title: '데이터베이스 선택',
      about:
        '이제부터 쓸 데이터베이스를 고릅니다. mysql 콘솔에서는 꼭 골라야 ' +
        '하지만, 이 서버는 접속할 때 이미 골랐습니다.',
      write: () => sql`USE ${name}`,
      onlyInMysql:
        'MySQL이라면 뒤의 문장이 모두 이 데이터베이스를 씁니다. SQLite에서는 ' +
        '파일을 여는 것이 곧 고르는 것입니다.',
    },
    {
      id: 'show-tables',
      title: '테이블 조회',
      about:
        '고른 데이터베이스에 있는 표의 이름을 보여 줍니다. 다른 실습의 표와, ' +
        '그 표를 만든 기록(kysely_로 시작하는 표)도 함께 보입니다.',
      write: () => sql`SHOW TABLES`,
      onlyInMysql:
        'MySQL이라면 표의 이름을 늘어놓습니다. SQLite에서는 sqlite_master ' +
        '표를 SELECT로 읽습니다.',
    },

    // 표를 만들고 살펴본다. Kysely 코드는 하나인데, MySQL에는 auto_increment로
    // SQLite에는 autoincrement로 적어 준다.
    {
      id: 'create-table',
      title: '테이블 생성',
      about:
        '열의 이름과 종류를 정해 빈 표를 만듭니다. id는 줄마다 다른 ' +
        '번호이고, 서버가 1부터 차례로 붙입니다.',
      write: () => createTable(idInMysql),
      twin: (db) =>
        db.schema
          .createTable('practice_users')
          .addColumn('id', 'integer', (id) => id.autoIncrement().primaryKey())
          .addColumn('name', 'varchar(100)')
          .addColumn('age', 'integer'),
      refuse: ({ table }) =>
        table && { reason: '연습 표가 이미 있습니다.', first: 'drop-table' },
      inSqlite: {
        write: () => createTable(idInSqlite),
        why:
          'SQLite는 AUTO_INCREMENT를 모르면서 오류도 내지 않아, 그대로 ' +
          '실행하면 번호가 비게 됩니다. 그래서 SQLite의 말로 바꾸어 ' +
          '실행합니다.',
      },
    },
    {
      id: 'describe',
      title: '테이블 스키마 조회',
      about: '표에 어떤 열이 있는지, 열마다 무엇을 담을 수 있는지 보여 줍니다.',
      write: () => sql`DESCRIBE practice_users`,
      refuse: needsTable,
      onlyInMysql:
        'MySQL이라면 열마다 이름(Field), 종류(Type), 비워 둘 수 ' +
        '있는지(Null)를 한 줄씩 보여 줍니다. SQLite에서는 PRAGMA ' +
        'table_info가 하는 일입니다.',
    },

    // 생성, 조회, 수정, 삭제(CRUD)다. 값을 적은 자리는 물음표가 되고 값은 따로
    // 전달되므로, 이름에 따옴표나 SQL을 적어도 값으로만 남는다.
    {
      id: 'insert',
      title: '데이터 삽입',
      about: '표에 한 줄을 넣습니다. id는 적지 않았으니 서버가 정합니다.',
      values: { name: 'Jonggyu', age: 17 },
      write: ({ name, age }) =>
        sql`INSERT INTO practice_users (name, age) VALUES (${name}, ${age})`,
      twin: (db, { name, age }) =>
        db.insertInto('practice_users').values({ name, age }),
      changesRows: true,
      refuse: needsRoom,
    },
    {
      id: 'select',
      title: '데이터 조회',
      about: '표의 모든 줄을 봅니다. 별표(*)는 모든 열이라는 뜻입니다.',
      write: () => sql`SELECT * FROM practice_users`,
      twin: (db) => db.selectFrom('practice_users').selectAll(),
      refuse: needsRoom,
    },
    {
      id: 'select-where',
      title: '데이터 조회(조건)',
      about: 'WHERE 뒤의 조건에 맞는 줄만 봅니다.',
      values: { name: 'Jonggyu' },
      write: ({ name }) =>
        sql`SELECT * FROM practice_users WHERE name = ${name}`,
      twin: (db, { name }) =>
        db.selectFrom('practice_users').selectAll().where('name', '=', name),
      refuse: needsRoom,
    },
    // 강의는 Jonggyu를 넣고 jonggyu를 고친다. 그래도 맞는지는 데이터베이스의
    // 비교 규칙에 달렸고, 까닭은 surprises.ts가 설명한다.
    {
      id: 'update',
      title: '데이터 업데이트',
      about:
        '조건에 맞는 줄의 값을 바꿉니다. WHERE를 빠뜨리면 모든 줄이 바뀝니다.',
      values: { age: 15, name: 'jonggyu' },
      write: ({ age, name }) =>
        sql`UPDATE practice_users SET age = ${age} WHERE name = ${name}`,
      twin: (db, { age, name }) =>
        db.updateTable('practice_users').set({ age }).where('name', '=', name),
      changesRows: true,
      refuse: needsTable,
    },
    {
      id: 'delete',
      title: '데이터 삭제',
      about:
        '조건에 맞는 줄을 지웁니다. 여기서도 WHERE를 빠뜨리면 모든 줄이 ' +
        '사라집니다.',
      values: { name: 'jonggyu' },
      write: ({ name }) => sql`DELETE FROM practice_users WHERE name = ${name}`,
      twin: (db, { name }) =>
        db.deleteFrom('practice_users').where('name', '=', name),
      changesRows: true,
      refuse: needsTable,
    },

    // 표의 모양을 바꾸고, 표를 지운다.
    {
      id: 'alter',
      title: '테이블 수정',
      about:
        '이미 있는 표에 열을 더합니다. 있던 줄의 새 칸은 비어 있고(NULL), ' +
        '다른 값은 그대로입니다.',
      write: () =>
        sql`ALTER TABLE practice_users ADD COLUMN email VARCHAR(100)`,
      twin: (db) =>
        db.schema
          .alterTable('practice_users')
          .addColumn('email', 'varchar(100)'),
      refuse: (practice) =>
        practice.table?.columns.includes('email')
          ? { reason: 'email 열이 이미 있습니다.', first: 'drop-table' }
          : needsTable(practice),
    },
    {
      id: 'drop-table',
      title: '테이블 삭제',
      about: '표를 줄과 함께 지웁니다. 되돌리는 문장은 없습니다.',
      write: () => sql`DROP TABLE practice_users`,
      twin: (db) => db.schema.dropTable('practice_users'),
      refuse: needsTable,
    },

    // 이 문장만은 언제나 거절하여 실행하지 않는다. 다른 실습의 표까지 사라진다.
    {
      id: 'drop-database',
      title: '데이터베이스 삭제',
      about: '데이터베이스를 그 안의 모든 표와 함께 지웁니다.',
      write: () => sql`DROP DATABASE ${name}`,
      twin: (db) => db.schema.dropSchema(database),
      refuse: ({ tables }) => ({
        reason:
          '이 문장은 여기서 실행하지 않습니다. 실행하면 묻지도 않고 이 ' +
          `데이터베이스의 표(${tables.slice(0, 20).join(', ')})가 한꺼번에 ` +
          '사라집니다. users는 다음 실습 ex5가 쓰는 표이고, 데이터베이스가 ' +
          '없으면 이 서버는 접속조차 하지 못합니다.',
      }),
      onlyInMysql:
        'MySQL이라면 데이터베이스를 그 안의 모든 표와 함께, 묻지도 않고 ' +
        '지웁니다. 다음 실습 ex5가 쓰는 users까지 사라지므로 MySQL에서도 ' +
        '설명만 하고 실행하지 않습니다. SQLite에서는 파일을 지우는 것과 ' +
        '같습니다.',
    },
  ];
}

/** 되돌리기 단추가 실행하는 문장. 표가 없어도 오류가 나지 않는다. */
export const reset: Statement = {
  id: 'reset',
  title: '연습 표 되돌리기',
  about: '연습 표를 지우고 처음으로 돌아갑니다.',
  write: () => sql`DROP TABLE IF EXISTS practice_users`,
};
