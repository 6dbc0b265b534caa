import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { readField } from '../ex2-3-survey/form.ts';
import { readJson } from './read-json.ts';

/**
 * 객체를 JSON 문자열로 바꾸고 되돌리며, 잘못된 JSON에서 틀린 곳을 찾습니다.
 *
 * JSON은 프로그램끼리 데이터를 주고받을 때 쓰는 텍스트 형식입니다. 객체를
 * JSON으로 바꾸고(stringify) 다시 객체로 되돌리며(parse), 폼에 입력한 텍스트가
 * JSON인지 검사합니다. 파이썬의 json.dumps와 json.loads에 해당합니다.
 */
export async function routes(app: FastifyInstance) {
  // 폼이 보내는 형식만 받는다. 검사할 JSON도 폼의 텍스트 칸에 담겨서 온다.
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  // 자바스크립트의 객체다. 문자열, 숫자, 참/거짓, 객체, 배열이 모두 들어 있다.
  // 키에 따옴표가 없어도 되는 것은 자바스크립트 코드이기 때문이다.
  const person = {
    name: 'Park Jonggyu',
    age: 19,
    isStudent: false,
    address: { street: 'Chungryeol-ro', city: 'Busan' },
    phoneNumbers: ['010-1234-5678', '070-0000-9999'],
  };

  // 객체를 JSON 문자열로 바꾼다. 이제 네트워크로 보내거나 파일에 쓸 수 있다.
  const text = JSON.stringify(person);

  // JSON 문자열을 읽어 새 객체를 만든다. 내용은 같지만 person과는 다른 객체다.
  const copy = JSON.parse(text);

  // 들여쓰기를 2칸으로 하면 같은 데이터가 사람이 읽기 좋은 문자열이 된다.
  const indented = JSON.stringify(person, null, 2);
  const sample = { text, city: copy.address.city, indented };
  const page = { base: app.prefix || '/', sample };

  // 위의 결과와, 텍스트를 입력할 빈 폼을 보여 준다.
  app.get('/', async (_request, reply) => {
    const empty = { input: '', result: undefined };
    return reply.view('json/index.ejs', { ...page, ...empty });
  });

  // 폼에 입력한 텍스트를 검사한다. JSON이 아니면 잘못된 입력이므로 400으로
  // 응답하고, 입력한 텍스트는 폼에 그대로 둔다.
  app.post('/', async (request, reply) => {
    const input = readField(request.body, 'text');
    const result = readJson(input);
    if (result.mistake) reply.code(400);
    return reply.view('json/index.ejs', { ...page, input, result });
  });
}
