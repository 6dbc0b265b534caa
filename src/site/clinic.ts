/** A message that beginners meet, and what to do about it. */
export interface Trouble {
  /** The fragment of its address on the page. */
  id: string;
  topic: '서버' | '요청' | 'MySQL' | 'Docker' | '파이썬';
  /** As the program prints it; what varies is written as it would be here. */
  message: string;
  /** What it means on this server. */
  meaning: string;
  /** What to do, and a command where one helps. */
  advice: string;
  command?: string;
  /** The exercises in which it happens. */
  exercises: string[];
}

/**
 * The error clinic's entries, for a student on this port. The tests provoke
 * the errors and compare the messages.
 */
export function troubles(port: number): Trouble[] {
  const student = `student_${port}`;
  return [
    {
      id: 'port-in-use',
      topic: '서버',
      message: `Port ${port} is in use. Choose another: PORT=${port + 1} npm start`,
      meaning:
        '이 포트에서 이미 다른 프로그램이 듣고 있습니다. 앞서 켠 서버를 끄지 않은 때가 많습니다.',
      advice:
        '서버를 켠 다른 터미널을 찾아 Ctrl-C로 끕니다. 찾을 수 없으면 누가 쓰는지 봅니다.',
      command: `ss -ltnp 'sport = :${port}'`,
      exercises: ['ex1', 'ex4-2'],
    },
    {
      id: 'address-in-use',
      topic: '서버',
      message: `listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
      meaning:
        '직접 만든 Node 프로그램이 같은 까닭으로 멈추면 이렇게 알립니다. 파이썬에서는 Address already in use입니다.',
      advice: '같은 포트를 쓰는 프로그램을 끄거나, 다른 포트로 켭니다.',
      exercises: ['ex1'],
    },
    {
      id: 'connection-refused',
      topic: '서버',
      message: 'connect ECONNREFUSED 127.0.0.1:25001',
      meaning:
        '그 주소에는 듣고 있는 프로그램이 없습니다. 서버가 꺼져 있거나 포트가 다릅니다. 브라우저는 "연결을 거부했습니다"라고 보여 줍니다.',
      advice:
        '서버를 켠 터미널을 보고, 켜져 있으면 주소의 포트가 같은지 봅니다. ex4-2만 켰다면 API는 내부 포트에 따로 켜야 합니다.',
      command: `PORT=${port + 10000} npm start -- ex4`,
      exercises: ['ex4-2', 'ex5', 'ex7'],
    },
    {
      id: 'bad-port',
      topic: '서버',
      message: 'PORT=abc is not a port: use a number from 1 to 65535',
      meaning: 'PORT에 숫자가 아니거나 너무 큰 값을 적었습니다.',
      advice: '받은 포트 번호를 그대로 적습니다.',
      command: `PORT=${port} npm start`,
      exercises: ['ex1'],
    },
    {
      id: 'no-such-exercise',
      topic: '서버',
      message: 'There is no exercise "ex9".',
      meaning: 'npm start -- 뒤에 없는 실습의 이름을 적었습니다.',
      advice: '함께 나온 목록에서 하나를 고릅니다.',
      command: 'npm start -- ex3-2',
      exercises: ['ex1'],
    },
    {
      id: '404',
      topic: '요청',
      message: 'HTTP/1.1 404 Not Found',
      meaning:
        '서버는 대답했지만 그 주소에 라우트가 없습니다. 실습의 이름(/ex3/)을 빠뜨렸거나, 끝에 /를 더 적었거나, 숫자만 받는 자리에 다른 글자를 적었을 때 나옵니다.',
      advice: '주소를 라우트와 한 글자씩 맞추어 봅니다.',
      exercises: ['ex3', 'ex3-2', 'ex4'],
    },
    {
      id: 'template-not-found',
      topic: '요청',
      message: 'no such file or directory, open',
      meaning:
        '라우트가 부른 템플릿 파일이 views/ 아래에 없습니다. 화면에는 500이, 터미널의 로그에는 이 글이 나옵니다. Flask에서는 TemplateNotFound입니다.',
      advice: '파일 이름과 폴더를 확인합니다. 경로는 views/부터 적습니다.',
      exercises: ['ex2', 'ex2-2'],
    },
    {
      id: '405',
      topic: '요청',
      message: 'HTTP/1.1 405 Method Not Allowed',
      meaning:
        '주소는 맞지만 메서드가 다릅니다. 폼의 method를 빠뜨려 GET으로 보냈거나, 브라우저 주소창에 POST용 주소를 적었을 때 나옵니다.',
      advice: '응답의 Allow 헤더에 쓸 수 있는 메서드가 적혀 있습니다.',
      command: `curl -i http://localhost:${port}/ex2-3/submit`,
      exercises: ['ex2-3', 'ex3', 'ex4'],
    },
    {
      id: '415',
      topic: '요청',
      message: 'HTTP/1.1 415 Unsupported Media Type',
      meaning:
        'API는 JSON만 받는데, 본문의 형식을 알리는 Content-Type이 없거나 다릅니다. curl의 -d는 형식을 적지 않으면 폼으로 보냅니다.',
      advice:
        '헤더를 하나 더합니다. POSTMAN에서는 Body를 raw, JSON으로 둡니다.',
      command: `curl -X POST http://localhost:${port}/ex4/api/user -H 'Content-Type: application/json' -d '{"name":"Kang","age":20}'`,
      exercises: ['ex4', 'ex5'],
    },
    {
      id: '400-json',
      topic: '요청',
      message: '본문을 JSON으로 읽을 수 없습니다. 따옴표와 쉼표를 확인하세요.',
      meaning:
        '보낸 본문이 JSON이 아닙니다. 작은따옴표로 감쌌거나 마지막에 쉼표를 남긴 때가 많습니다.',
      advice: 'json 실습의 검사하기에 붙여 넣으면 틀린 곳을 알려 줍니다.',
      exercises: ['json', 'ex4', 'ex5'],
    },
    {
      id: '413',
      topic: '요청',
      message: 'HTTP/1.1 413 Payload Too Large',
      meaning: '보낸 본문이 이 서버가 받는 크기보다 큽니다.',
      advice: '내용을 줄여서 보냅니다.',
      exercises: ['ex2-3', 'ex4'],
    },
    {
      id: '403-origin',
      topic: '요청',
      message: 'HTTP/1.1 403 Forbidden',
      meaning:
        '다른 주소나 다른 포트의 페이지가 이 서버에 폼을 보냈습니다. 남의 페이지가 내 서버를 바꾸지 못하게 막은 것입니다.',
      advice: '이 서버의 페이지를 직접 열어서 보냅니다.',
      exercises: ['ex2-3', 'ex4-2', 'ex5'],
    },
    {
      id: '1007',
      topic: 'MySQL',
      message: `ERROR 1007 (HY000): Can't create database '${student}'; database exists`,
      meaning:
        '그 이름의 데이터베이스가 이미 있습니다. 실습에서는 데이터베이스를 미리 만들어 나누어 주므로 당연한 대답입니다.',
      advice: '다시 만들 필요 없이 바로 고릅니다.',
      command: `USE ${student};`,
      exercises: ['sql'],
    },
    {
      id: '1044',
      topic: 'MySQL',
      message: `Access denied for user '${student}'@'localhost' to database 'mysql'`,
      meaning: '로그인은 되었지만 그 데이터베이스를 쓸 권한이 없습니다.',
      advice: '내 이름의 데이터베이스인지, 글자가 맞는지 봅니다.',
      command: `USE ${student};`,
      exercises: ['sql', 'ex5'],
    },
    {
      id: '1045',
      topic: 'MySQL',
      message: `Access denied for user '${student}'@'localhost' (using password: YES)`,
      meaning:
        '계정이나 비밀번호가 다릅니다. MySQL의 비밀번호는 계정의 이름과 같고, ssh에서 바꾼 비밀번호와는 다릅니다.',
      advice: `계정과 비밀번호에 모두 ${student}을 적습니다. DB_USER와 DB_PASSWORD를 적어 두었다면 그것도 봅니다.`,
      command: `mysql -u ${student} -p`,
      exercises: ['sql', 'ex5', 'ex7'],
    },
    {
      id: '1046',
      topic: 'MySQL',
      message: 'No database selected',
      meaning: '어느 데이터베이스의 테이블인지 정하지 않았습니다.',
      advice: '명령을 내리기 전에 데이터베이스를 고릅니다.',
      command: `USE ${student};`,
      exercises: ['sql'],
    },
    {
      id: '1049',
      topic: 'MySQL',
      message: `Unknown database '${student}'`,
      meaning:
        '데이터베이스가 없습니다. 아직 만들지 않았거나, 강의의 마지막 명령(DROP DATABASE)으로 지웠습니다. 이름을 잘못 적었을 때는 1044가 나옵니다.',
      advice: '목록에 없으면 다시 만듭니다. 테이블은 저절로 다시 만들어집니다.',
      command: `CREATE DATABASE ${student};`,
      exercises: ['sql', 'ex5'],
    },
    {
      id: '1050',
      topic: 'MySQL',
      message: "Table 'users' already exists",
      meaning: '같은 이름의 테이블이 이미 있습니다.',
      advice: '모양을 보고, 그대로 쓰거나 지우고 다시 만듭니다.',
      command: 'DESCRIBE users;',
      exercises: ['sql', 'ex5'],
    },
    {
      id: '1054',
      topic: 'MySQL',
      message: "Unknown column 'nmae' in",
      meaning: '테이블에 없는 열의 이름을 적었습니다.',
      advice: '열의 이름을 확인합니다. 문자열이라면 따옴표를 빠뜨린 것입니다.',
      command: 'DESCRIBE users;',
      exercises: ['sql'],
    },
    {
      id: '1064',
      topic: 'MySQL',
      message: 'You have an error in your SQL syntax',
      meaning:
        '명령의 낱말이나 기호가 틀렸습니다. near 뒤에 나오는 글자의 바로 앞이 틀린 곳입니다.',
      advice:
        '쉼표, 괄호, 따옴표를 차례로 봅니다. 명령은 세미콜론으로 끝냅니다.',
      exercises: ['sql'],
    },
    {
      id: '1146',
      topic: 'MySQL',
      message: `Table '${student}.users' doesn't exist`,
      meaning: '테이블을 아직 만들지 않았거나 DROP TABLE로 지웠습니다.',
      advice:
        'CREATE TABLE부터 다시 합니다. ex5는 다음 요청 때 저절로 다시 만듭니다.',
      command: 'SHOW TABLES;',
      exercises: ['sql', 'ex5'],
    },
    {
      id: 'db-away',
      topic: 'MySQL',
      message: '지금은 데이터베이스를 쓸 수 없습니다. 잠시 뒤 다시 시도하세요.',
      meaning:
        '데이터베이스 서버가 꺼져 있거나 주소가 다릅니다(503). 서버를 켠 터미널의 로그 한 줄에 어느 설정이 잘못되었는지 나옵니다.',
      advice:
        '데이터베이스가 돌아오면 저절로 다시 됩니다. 상태는 /ready에서 봅니다.',
      command: `curl http://localhost:${port}/ready`,
      exercises: ['ex2-3', 'ex5', 'ex7'],
    },
    {
      id: 'docker-daemon',
      topic: 'Docker',
      message: 'Cannot connect to the Docker daemon at',
      meaning:
        '도커 엔진이 꺼져 있거나, 그 엔진을 쓸 권한이 없습니다(docker 그룹).',
      advice: '엔진을 켜거나 관리자에게 권한을 부탁합니다.',
      command: 'docker info',
      exercises: ['ex6', 'ex7'],
    },
    {
      id: 'docker-dot',
      topic: 'Docker',
      message: 'requires exactly 1 argument',
      meaning:
        'docker build의 마지막에 점(.)을 빠뜨렸습니다. 점은 지금 폴더를 뜻합니다. 새 도커는 requires 1 argument라고 합니다.',
      advice: '점을 붙여 다시 합니다.',
      command: `docker build -t ex_${port} .`,
      exercises: ['ex6'],
    },
    {
      id: 'docker-port',
      topic: 'Docker',
      message: 'port is already allocated',
      meaning:
        '그 포트를 다른 컨테이너가 이미 쓰고 있습니다. 서버를 그냥 켜 두었을 때는 address already in use라고 나옵니다.',
      advice: '쓰고 있는 컨테이너를 찾아 멈춥니다.',
      command: 'docker ps',
      exercises: ['ex6', 'ex7'],
    },
    {
      id: 'docker-name',
      topic: 'Docker',
      message: 'is already in use by container',
      meaning:
        '같은 이름의 컨테이너가 이미 있습니다. 멈춘 컨테이너도 이름을 차지합니다. compose에서는 두 사람이 같은 프로젝트 이름을 쓸 때 서로의 컨테이너를 바꾸게 되므로, 이름에 포트를 넣습니다.',
      advice: '지우거나 다른 이름을 붙입니다.',
      command: 'docker ps -a',
      exercises: ['ex6', 'ex7'],
    },
    {
      id: 'compose-file',
      topic: 'Docker',
      message: 'no configuration file provided: not found',
      meaning: '지금 폴더에 compose.yaml이 없습니다.',
      advice: '프로젝트의 폴더로 옮겨 가거나 -f로 파일을 알려 줍니다.',
      command: 'docker compose -f compose.ex6.yaml up -d',
      exercises: ['ex6', 'ex7'],
    },
    {
      id: 'localhost-in-container',
      topic: 'Docker',
      message: 'connect ECONNREFUSED 127.0.0.1:3306',
      meaning:
        '컨테이너 안의 localhost는 그 컨테이너 자신입니다. 물리 서버의 MySQL은 거기에 없습니다.',
      advice:
        '물리 서버는 host.docker.internal로, 다른 컨테이너는 서비스의 이름(db)으로 부릅니다.',
      command: 'DB_HOST=host.docker.internal docker compose up -d',
      exercises: ['ex7'],
    },
    {
      id: 'not-found-in-container',
      topic: 'Docker',
      message: 'pip: not found',
      meaning:
        '이미지 안에 그 프로그램이 없습니다. 파이썬 이미지에는 npm이, Node 이미지에는 pip가 없습니다.',
      advice: 'Dockerfile의 FROM이 맞는 이미지인지 봅니다.',
      command: 'docker run --rm node:24-slim npm --version',
      exercises: ['ex6'],
    },
    {
      id: 'no-module-flask',
      topic: '파이썬',
      message: "No module named 'flask'",
      meaning:
        '지금의 파이썬에 Flask가 없습니다. 가상환경을 켜지 않았을 때가 많습니다.',
      advice: '가상환경을 켜고 설치합니다.',
      command: 'source venv/bin/activate && pip install flask',
      exercises: ['ex1'],
    },
  ];
}
