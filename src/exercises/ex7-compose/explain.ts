import type { Arrow } from './arrows.ts';

/**
 * 연결되지 않은 이유와 확인할 설정을 한 문장으로 설명한다.
 *
 * @returns 그 문장과, 오류 찾기(/help)에 있는 자세한 설명의 이름
 */
export function explain(arrow: Arrow, inContainer: boolean): [string, string] {
  const { address, code = '' } = arrow;
  // MySQL의 계정은 접속해 오는 주소와 한 쌍이라서, localhost의 계정으로는
  // 컨테이너에서 접속하지 못한다. '%'는 모든 주소라는 뜻이다.
  if (code.startsWith('ER_')) {
    const settings = "DB_USER(이름@'%' 계정), DB_PASSWORD, DB_NAME";
    return [`MySQL이 거절했습니다. ${settings}을 확인하세요.`, '1045'];
  }
  // localhost는 그 말을 한 컴퓨터 자신이다. 컨테이너도 컴퓨터 한 대와 같다.
  if (inContainer && /^(http:\/\/)?(localhost|127\.|\[?::1)/.test(address)) {
    const problem = `컨테이너 안에서 ${address} 주소는 이 컨테이너 자신입니다.`;
    const advice = 'API_URL이나 DB_HOST에 다른 컨테이너의 이름을 쓰세요.';
    return [`${problem} ${advice}`, 'localhost-in-container'];
  }
  if (address.startsWith('http')) {
    const advice = '실행 중인지, API_URL이 맞는지 확인하세요.';
    return [`API 서버가 응답하지 않습니다. ${advice}`, 'connection-refused'];
  }
  if (address.endsWith('.sqlite')) {
    return ['data 폴더에 파일을 쓸 수 있는지 확인하세요.', 'db-away'];
  }
  // 이 컴퓨터에 설치한 MySQL은 대개 127.0.0.1로 온 접속만 받는다.
  const advice = address.startsWith('host.docker.internal')
    ? 'DB_PORT와, MySQL 설정의 bind-address를 확인하세요.'
    : '실행 중인지, DB_HOST와 DB_PORT가 맞는지 확인하세요.';
  return [`MySQL이 응답하지 않습니다. ${advice}`, 'db-away'];
}
