import { existsSync } from 'node:fs';
import { hostname, release, type, userInfo } from 'node:os';

/** 이 프로그램이 지금 어디에서, 어느 계정으로 실행 중인지 알아본다. */
export function whereAmI() {
  return {
    // 도커와 포드맨은 컨테이너마다 빈 파일을 하나씩 만들어 둔다.
    inContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),

    // 컨테이너의 호스트 이름은 따로 정하지 않으면 컨테이너 ID의 앞 12자다.
    hostname: hostname(),

    // 커널은 컨테이너에 따로 없다. 안에서 물어도 호스트의 커널이 답한다.
    kernel: `${type()} ${release()}`,
    node: process.version,
    user: userName(),
  };
}

/** 계정의 이름. docker run -u 1234처럼 이름이 없는 계정이면 번호다. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `${process.getuid?.()}번`;
  }
}
