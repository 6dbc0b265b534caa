/**
 * The advice for each thing that can be wrong, Korean: one next step for a
 * beginner; behind it the clinic's entry, if it has one.
 */
export const texts = {
  // No answer, or none that a browser could show.
  refused: [
    '이 포트에서 실행 중인 서버가 없습니다. 서버를 실행한 터미널을 확인하세요. {word}',
    'connection-refused',
  ],
  'other-address': [
    '서버가 다른 주소에서 요청을 기다리고 있습니다. 그 주소로 검사하세요: {word}',
    'connection-refused',
  ],
  cut: [
    '응답을 다 보내기 전에 연결이 끊겼습니다. 서버가 멈췄을 수 있으니 터미널의 마지막 오류를 읽어 보세요.',
    '',
  ],
  timeout: [
    '{word}초 안에 응답이 오지 않았습니다. 응답을 보내는 줄(return, res.end 등)이 빠졌거나 반복이 끝나지 않는지 확인하세요.',
    '',
  ],
  'not-http': [
    '이 포트의 프로그램은 HTTP로 응답하지 않습니다. 포트 번호가 맞는지 확인하세요.',
    '',
  ],
  tls: [
    '이 포트는 암호화된 연결(https)을 기다립니다. 실습에서는 http로 실행하세요. Flask라면 ssl_context를 지웁니다.',
    '',
  ],
  course: [
    '이 포트에는 직접 만든 서버가 아니라 이 과정의 서버가 있습니다. 직접 만든 서버는 다른 포트에서 실행하고 그 포트로 검사하세요: {word}',
    '',
  ],
  'too-big': ['응답이 1MiB보다 깁니다. 반복이 끝나지 않는지 확인하세요.', ''],
  redirects: [
    '이동하라는 응답이 다섯 번 넘게 이어집니다. 자기 주소로 다시 보내고 있지 않은지 확인하세요.',
    '',
  ],
  offsite: [
    '다른 서버로 이동하라고 응답합니다. 이동할 주소는 /로 시작하게 작성하세요.',
    '',
  ],
  late: [
    '검사를 30초 안에 마치지 못했습니다. 서버가 왜 느린지 먼저 확인하세요.',
    '',
  ],
  // The status is not the one that was expected.
  crash: [
    '서버 프로그램에서 오류가 났습니다. 서버를 실행한 터미널에서 오류가 난 줄을 찾아 고치세요. {word}',
    '',
  ],
  'template-missing': [
    '템플릿 파일을 찾지 못했습니다. 파일 이름과 templates(또는 views) 폴더를 확인하세요. {word}',
    'template-not-found',
  ],
  'no-route': [
    '이 주소에 맞는 라우트가 없습니다. 라우트의 주소를 요청과 한 글자씩 비교하세요.',
    '404',
  ],
  'not-stored': [
    '추가했다고 응답한 사용자를 조회할 수 없습니다. 새 사용자를 저장하는지, 같은 id로 찾는지 확인하세요.',
    '404',
  ],
  method: [
    '주소는 맞지만 이 메서드를 받지 않습니다. 라우트의 methods에 {word}가 있는지 확인하세요.',
    '405',
  ],
  'method-taken': [
    '{word} 요청까지 받습니다. 라우트가 받을 메서드를 정하세요.',
    '405',
  ],
  'body-type': [
    '보낸 형식의 본문을 읽지 못합니다. 폼은 request.form(Fastify는 @fastify/formbody), JSON은 request.get_json으로 읽습니다.',
    '415',
  ],
  'input-refused': [
    '올바른 값을 거절했습니다. 코드에서 읽는 이름이 보낸 이름과 같은지 확인하세요. {word}',
    '',
  ],
  'soft-404': [
    '없는 것을 요청했는데 성공(200)으로 응답합니다. 상태 코드 404도 함께 보내세요. Flask에서는 return 내용, 404입니다.',
    '404',
  ],
  status: ['상태 코드가 다릅니다. 응답을 보내는 줄을 확인하세요.', ''],
  // The page is not what a person should see.
  text: [
    '이 내용이 응답에 보이지 않습니다. 템플릿에 건네는 값과 계산을 확인하세요.',
    '',
  ],
  escaping: [
    '이름에 든 태그가 글자가 아니라 태그로 바뀌었습니다. 문자열을 이어 붙이지 말고 템플릿의 {{ }}로 출력하세요.',
    '',
  ],
  template: [
    '템플릿의 괄호가 그대로 나갔습니다. 파일을 그냥 보내지 말고 render_template 같은 함수로 보내세요.',
    '',
  ],
  encoding: [
    '응답의 글자가 알린 인코딩과 다릅니다. 파일을 UTF-8로 저장하고 charset=utf-8로 보내세요.',
    '',
  ],
  'not-html': [
    'HTML 페이지가 아닙니다. 응답의 Content-Type이 text/html인지 확인하세요.',
    '',
  ],
  part: ['페이지에 {word} 없습니다. 태그를 확인하세요.', ''],
  image: [
    '그림을 불러올 수 없습니다. img의 src가 static 폴더에 있는 파일의 주소인지 확인하세요.',
    '404',
  ],
  stylesheet: [
    '스타일시트를 불러올 수 없습니다. link의 href가 CSS 파일의 주소인지 확인하세요.',
    '404',
  ],
  'stock-404': [
    '프레임워크의 기본 404 페이지입니다. 404일 때 보낼 페이지를 만드세요. Flask에서는 @app.errorhandler(404)입니다.',
    '404',
  ],
  // The form cannot be filled in as a person would.
  'no-form': [
    '페이지에 채울 폼이 없습니다. form 태그 안에 입력 칸과 버튼을 넣으세요. 이 검사는 자바스크립트를 실행하지 않습니다.',
    '',
  ],
  'no-field': [
    '폼에서 {word} 칸을 찾지 못했습니다. label로 칸의 이름을 적으세요.',
    '',
  ],
  'no-name': [
    '{word} 칸에 name이 없어서 값이 전송되지 않습니다. input에 name을 적으세요.',
    '',
  ],
  'no-option': ['고를 수 있는 것에 {word} 없습니다. option을 확인하세요.', ''],
  'no-row': [
    '목록의 사용자 옆에 {word} 링크나 버튼이 없습니다. 그 사용자의 id로 링크를 만드세요.',
    '',
  ],
  'wrong-user': [
    '고친 사용자가 아니라 다른 사용자가 바뀌었습니다. 주소나 폼에 든 id를 API에 그대로 보내는지 확인하세요.',
    '',
  ],
  'not-removed': [
    '삭제했는데도 목록에 남아 있습니다. 삭제하는 API를 호출하는지 확인하세요.',
    '',
  ],
  // The JSON is not what a program can use.
  'empty-body': [
    '응답의 본문이 비어 있습니다. JSON으로 보낼 값을 return하는지 확인하세요.',
    '',
  ],
  'html-for-json': [
    'JSON 대신 HTML이 왔습니다. 템플릿이 아니라 딕셔너리나 배열을 그대로 응답으로 보내세요.',
    '',
  ],
  'not-json': [
    'JSON으로 읽을 수 없는 텍스트입니다. str()이 아니라 jsonify나 JSON.stringify로 바꾸세요.',
    '400-json',
  ],
  null: ['값 대신 null이 왔습니다. 찾은 값을 return하는지 확인하세요.', ''],
  wrapped: ['배열이어야 하는데 다른 값입니다. 배열을 그대로 보내세요.', ''],
  shape: [
    '사용자 한 명을 {"id": …, "name": …, "age": …} 모양으로 보내세요.',
    '',
  ],
  'no-key': ['응답에 {word}의 값이 없습니다. 키의 이름을 확인하세요.', ''],
  'text-for-number': [
    '{word}의 값이 숫자가 아니라 문자열입니다. 따옴표 없는 숫자로 보내세요.',
    '',
  ],
  value: [
    '{word}의 값이 다릅니다. 받은 값을 저장하고 저장한 값으로 응답하는지 확인하세요.',
    '',
  ],
  'not-in-list': [
    '추가한 사용자가 목록에 그대로 없습니다. 저장한 곳과 조회하는 곳이 같은지 확인하세요.',
    '',
  ],
  'no-id': [
    '새 사용자의 id를 알 수 없습니다. 추가한 사용자를 id와 함께 응답하세요.',
    '',
  ],
  'same-id': [
    '두 사용자의 id가 같습니다. 사용자를 추가할 때마다 새 id를 주세요.',
    '',
  ],
  'not-kept': [
    '서버를 다시 실행하니 사용자가 없습니다. 메모리가 아니라 데이터베이스에 저장하세요. 이 검사 전에 npm run check ex5를 한 번 실행해야 합니다.',
    '',
  ],
} satisfies Record<string, [string, string]>;
