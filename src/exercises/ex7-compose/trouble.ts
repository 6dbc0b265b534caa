import { whereAmI } from '../ex6-docker/where-am-i.ts';

/** 서버에 설정된 데이터베이스. 비밀번호는 없다. host가 없으면 SQLite다. */
export interface DatabasePlace {
  name: string;
  user?: string;
  host?: string;
  port?: number;
}

/** 무엇이 문제이고, 어떻게 하면 되는지. */
export type Trouble = [problem: string, advice: string];

/** API를 부르지 못한 까닭. address는 프론트가 부른 주소다. */
export function explainApi(code: string, address: string): Trouble {
  const { hostname: host, port } = new URL(address);
  const { inContainer } = whereAmI();
  if (code === 'OTHER_SERVER') {
    return [
      '이 과정의 서버가 아닌 다른 프로그램이 대답했습니다.',
      'API_URL을 확인하세요. 그 포트를 먼저 차지한 프로그램일 수 있습니다.',
    ];
  }

  // localhost는 그 말을 한 컴퓨터 자신이다. 컨테이너도 컴퓨터 한 대와 같다.
  if (inContainer && isMyself(host)) {
    return [
      `컨테이너 안에서 ${host} 주소는 이 컨테이너 자신입니다.`,
      'API가 다른 컨테이너에 있으면 API_URL에 그 서비스의 이름을 적으세요. ' +
        `이 컨테이너에서 켜려면: PORT=${port} npm start -- ex5`,
    ];
  }
  if (inContainer) {
    return [
      'API 컨테이너가 대답하지 않습니다.',
      'docker compose logs api를 보고 docker compose up -d api로 켜세요.',
    ];
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return [
      `이름 ${host}의 주소를 찾지 못했습니다. 서비스 이름은 컨테이너만 압니다.`,
      `컨테이너 밖에서는 API_URL에 http://127.0.0.1:${port}처럼 적으세요.`,
    ];
  }
  return [
    'API 서버가 대답하지 않습니다.',
    `터미널을 하나 더 열고 켜세요: PORT=${port} npm start -- ex5`,
  ];
}

/** 데이터베이스를 부르지 못한 까닭. code는 드라이버가 붙인 이름이다. */
export function explainDatabase(code: string, place: DatabasePlace): Trouble {
  const { host, user, name } = place;
  const { inContainer } = whereAmI();
  if (host === undefined) {
    return [
      'SQLite 파일을 쓸 수 없습니다.',
      '서버가 data 폴더에 파일을 만들 수 있는지 확인하세요.',
    ];
  }

  // 이 네 가지는 MySQL에 닿은 뒤에 거절당한 것이다. MySQL의 계정은 접속해 오는
  // 주소와 한 쌍이라서, localhost의 계정으로는 컨테이너에서 접속하지 못한다.
  switch (code) {
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_HOST_NOT_PRIVILEGED':
      return [
        `MySQL이 이 주소에서 온 ${user} 계정이나 그 비밀번호를 거절했습니다.`,
        'DB_USER와 DB_PASSWORD를 확인하세요. 컨테이너가 쓸 계정은 ' +
          `'${user}'@'localhost'가 아니라 '${user}'@'%'입니다.`,
      ];
    case 'ER_BAD_DB_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
      return [
        `${name} 데이터베이스가 없거나 ${user} 계정이 쓸 수 없습니다.`,
        'DB_NAME을 확인하거나 CREATE DATABASE로 만드세요.',
      ];
  }
  if (inContainer && isMyself(host)) {
    return [
      `컨테이너 안에서 ${host} 주소는 MySQL이 없는 이 컨테이너 자신입니다.`,
      '이 컴퓨터의 MySQL은 DB_HOST=host.docker.internal로 부르세요.',
    ];
  }
  if (host === 'host.docker.internal' && code === 'ECONNREFUSED') {
    return [
      '이 컴퓨터의 MySQL이 꺼져 있거나, 127.0.0.1로 온 접속만 받습니다.',
      'DB_PORT를 확인하고, MySQL 설정의 bind-address를 0.0.0.0으로 바꾸세요.',
    ];
  }
  if (code === 'ECONNREFUSED') {
    return [
      '그 포트에서 기다리는 MySQL이 없습니다.',
      'MySQL이 켜져 있는지, DB_HOST와 DB_PORT가 맞는지 확인하세요.',
    ];
  }
  if (host === 'db') {
    return [
      'db 컨테이너가 대답하지 않습니다.',
      'docker compose logs db를 보고 docker compose up -d db로 켜세요.',
    ];
  }
  return [
    'MySQL이 제때 대답하지 않았습니다.',
    'DB_HOST를 확인하세요. MySQL이 켜져 있다면 접속해 온 컴퓨터의 이름을 ' +
      '찾느라 늦을 수 있으니, 설정에 skip-name-resolve를 넣어 보세요.',
  ];
}

function isMyself(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
}
