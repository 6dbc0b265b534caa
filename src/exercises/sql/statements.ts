import type { Compilable, Generated, Kysely } from 'kysely';

/**
 * SQL 열네 문장을 순서대로 실행하며 데이터베이스의 결과를 읽습니다.
 *
 * 관계형 데이터베이스는 SQL로 다룹니다. 데이터베이스와 테이블을 만들고, 행을
 * 넣고 찾고 바꾸고 지우는 문장을 순서대로 실행하며 서버의 결과를 그대로 봅니다.
 * 같은 문장을 Kysely 코드로도 작성하여, 그 코드가 만드는 SQL과 비교합니다.
 */
export interface Statement {
  id: string;
  title: string;
  about: string;
  /** 강의의 SQL과, 먼저 실행할 SQL. 물음표 자리의 값은 따로 전달된다. */
  mysql: string;
  setup?: string[];
  /** SQLite에서 대신 실행하는 SQL과, 다르게 쓰는 이유. */
  sqlite?: string;
  why?: string;
  /** 같은 일을 하는 Kysely 코드. 페이지는 이 함수의 소스를 보여 준다. */
  kysely?: (db: Db, values: Values) => Compilable;
  /** 물음표에 들어갈 값을, 물음표의 순서대로. 폼에서 바꿀 수 있다. */
  values?: Partial<Values>;
  /** 결과를 보고 놀라기 쉬운 문장의 설명. */
  note?: string;
}

export type Values = { name: string; age: number };

/** 연습 테이블만 아는 데이터베이스. users는 ex5가 쓰므로 건드리지 않는다. */
export type Db = Kysely<{ practice_users: PracticeTable }>;
export interface PracticeTable {
  id: Generated<number>;
  name: string | null;
  age: number | null;
}

/** 연습 데이터베이스의 이름. 이름은 값처럼 따로 전달할 수 없어 SQL에 쓴다. */
export function practiceName(given: string): string {
  return `${given.replace(/\W/g, '_')}_practice`;
}

/** 문장의 Kysely 코드와, 그 코드가 만든 SQL과 값. */
export function showTwin(db: Db, { kysely, values }: Statement) {
  const query = kysely?.(db, { name: '', age: 0, ...values }).compile();
  // 실행되는 함수의 소스에서 화살표 뒤를 보여 주므로 코드와 SQL이 늘 같다.
  const code = `${kysely}`.replace(/^.*?=>\s*/, '').replace(/\n {8}/g, '\n');
  return query && { code, ...query };
}

/** 강의의 열네 문장과 관계. given은 계정과 함께 받은 데이터베이스다. */
export function listStatements(given: string): Statement[] {
  const practice = practiceName(given);
  return [
    // SQLite는 파일 하나가 데이터베이스 하나라서, 연습용 파일을 더 연결한다.
    {
      id: 'create-database',
      title: '데이터베이스 생성',
      about: '테이블을 담을 데이터베이스를 만듭니다.',
      mysql: `CREATE DATABASE ${practice}`,
      sqlite: `ATTACH DATABASE ? AS ${practice}`,
      why: '없는 파일에 연결하면 만들어집니다. 물음표는 파일의 경로입니다.',
      note:
        `강의의 ${given}처럼 이미 있는 이름이면 MySQL은 오류 1007을 ` +
        '보냅니다. 정상입니다. 연습 데이터베이스도 미리 받은 계정이라면 ' +
        '여기서 볼 수 있습니다. 오류 1044는 권한이 없다는 뜻이고, 그때는 ' +
        '받은 데이터베이스에서 연습합니다.',
    },
    {
      id: 'show-databases',
      title: '데이터베이스 조회',
      about: '이 계정이 볼 수 있는 데이터베이스의 이름을 나열합니다.',
      mysql: 'SHOW DATABASES',
      sqlite: 'SELECT name FROM pragma_database_list',
      why: '연결한 파일을 나열합니다. main은 이 서버가 쓰는 파일입니다.',
    },
    {
      id: 'use',
      title: '데이터베이스 선택',
      about: '이제부터 사용할 데이터베이스를 고릅니다.',
      mysql: `USE ${practice}`,
      sqlite: `SELECT count(*) AS tables FROM ${practice}.sqlite_schema`,
      why: '고르는 대신 데이터베이스의 이름과 점을 테이블 앞에 붙입니다.',
    },
    {
      id: 'show-tables',
      title: '테이블 조회',
      about: '고른 데이터베이스에 있는 테이블의 이름을 나열합니다.',
      mysql: 'SHOW TABLES',
      sqlite: `SELECT name FROM ${practice}.sqlite_schema`,
      why: '목록도 테이블에 있습니다. sqlite_sequence는 SQLite가 만듭니다.',
    },

    // Kysely는 같은 코드로 auto_increment나 autoincrement를 만든다.
    {
      id: 'create-table',
      title: '테이블 생성',
      about: '열의 이름과 자료형을 정합니다. id는 서버가 1부터 붙입니다.',
      mysql:
        'CREATE TABLE practice_users (id INT AUTO_INCREMENT PRIMARY KEY, ' +
        'name VARCHAR(100), age INT)',
      sqlite:
        `CREATE TABLE ${practice}.practice_users (id INTEGER PRIMARY KEY ` +
        'AUTOINCREMENT, name VARCHAR(100), age INT)',
      why: '자동 번호의 문법이 다르고, 이름을 붙이지 않으면 main에 생깁니다.',
      kysely: (db) =>
        db.schema
          .createTable('practice_users')
          .addColumn('id', 'integer', (id) => id.autoIncrement().primaryKey())
          .addColumn('name', 'varchar(100)')
          .addColumn('age', 'integer'),
    },
    {
      id: 'describe',
      title: '테이블 스키마 조회',
      about: '테이블에 있는 열의 이름과 자료형을 보여 줍니다.',
      mysql: 'DESCRIBE practice_users',
      sqlite: 'PRAGMA table_info(practice_users)',
      why: '구조를 읽는 문장이 다릅니다. 결과에 같은 것이 있습니다.',
    },

    // 값은 SQL과 따로 전달되므로, 이름에 SQL을 입력해도 이름일 뿐이다.
    {
      id: 'insert',
      title: '데이터 삽입',
      about: '행을 하나 넣습니다. id는 쓰지 않았으니 서버가 정합니다.',
      mysql: 'INSERT INTO practice_users (name, age) VALUES (?, ?)',
      kysely: (db, { name, age }) =>
        db.insertInto('practice_users').values({ name, age }),
      values: { name: 'Jonggyu', age: 17 },
    },
    {
      id: 'select',
      title: '데이터 조회',
      about: '모든 행을 봅니다. 별표(*)는 모든 열이라는 뜻입니다.',
      mysql: 'SELECT * FROM practice_users',
      kysely: (db) => db.selectFrom('practice_users').selectAll(),
    },
    {
      id: 'select-where',
      title: '데이터 조회(조건)',
      about: 'WHERE 뒤의 조건에 맞는 행만 봅니다.',
      mysql: 'SELECT * FROM practice_users WHERE name = ?',
      kysely: (db, { name }) =>
        db.selectFrom('practice_users').selectAll().where('name', '=', name),
      values: { name: 'Jonggyu' },
    },
    {
      id: 'update',
      title: '데이터 업데이트',
      about: '조건에 맞는 행을 바꿉니다. WHERE가 없으면 모든 행이 바뀝니다.',
      mysql: 'UPDATE practice_users SET age = ? WHERE name = ?',
      kysely: (db, { age, name }) =>
        db.updateTable('practice_users').set({ age }).where('name', '=', name),
      values: { age: 15, name: 'jonggyu' },
      note:
        'MySQL의 기본 규칙은 대소문자를 구분하지 않으므로 Jonggyu를 ' +
        '찾습니다. SQLite는 찾지 못합니다. 아래의 DELETE도 같습니다.',
    },
    {
      id: 'delete',
      title: '데이터 삭제',
      about: '조건에 맞는 행을 지웁니다. WHERE가 없으면 모든 행을 지웁니다.',
      mysql: 'DELETE FROM practice_users WHERE name = ?',
      kysely: (db, { name }) =>
        db.deleteFrom('practice_users').where('name', '=', name),
      values: { name: 'jonggyu' },
    },
    {
      id: 'alter',
      title: '테이블 수정',
      about: '열을 추가합니다. 있던 행의 새 열은 값이 없음(NULL)입니다.',
      mysql: 'ALTER TABLE practice_users ADD COLUMN email VARCHAR(100)',
      kysely: (db) =>
        db.schema
          .alterTable('practice_users')
          .addColumn('email', 'varchar(100)'),
    },
    {
      id: 'drop-table',
      title: '테이블 삭제',
      about: '테이블을 행과 함께 지웁니다. 되돌리는 문장은 없습니다.',
      mysql: 'DROP TABLE practice_users',
      kysely: (db) => db.schema.dropTable('practice_users'),
      note: '없는 테이블을 SELECT로 조회하면 MySQL은 오류 1146을 보냅니다.',
    },
    {
      id: 'drop-database',
      title: '데이터베이스 삭제',
      about: '데이터베이스를 그 안의 모든 테이블과 함께 지웁니다.',
      mysql: `DROP DATABASE ${practice}`,
      sqlite: `DETACH DATABASE ${practice}`,
      why: '연결을 끊고 파일을 지우면 됩니다. 파일은 이 서버가 지웁니다.',
      note:
        `강의의 문장이 지우는 것은 ${given}입니다. ex5가 쓰는 users까지 ` +
        '묻지도 않고 사라지므로, 여기서는 연습 데이터베이스만 지웁니다.',
    },

    // 강의의 문장은 여기까지다. 관계는 테이블 둘을 만들어 JOIN으로 본다.
    {
      id: 'join',
      title: '두 테이블의 관계',
      about:
        'member_id는 members의 기본 키를 가리키는 외래 키입니다. 이름은 ' +
        '한 곳에만 저장하고 JOIN으로 합칩니다. TEMPORARY는 임시라는 뜻입니다.',
      setup: [
        'CREATE TEMPORARY TABLE members (id INT PRIMARY KEY, name VARCHAR(9))',
        'CREATE TEMPORARY TABLE orders (member_id INT, food VARCHAR(9))',
        "INSERT INTO members VALUES (1, '박종규'), (2, '김민지')",
        "INSERT INTO orders VALUES (1, '라면'), (2, '김밥'), (1, '피자')",
      ],
      mysql:
        'SELECT name, food FROM members JOIN orders ON members.id = member_id',
    },
  ];
}
