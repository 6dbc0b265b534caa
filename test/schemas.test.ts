import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { schemaController } from '../src/http/schemas.ts';

/** A server as one port has it, with a schema object of its own. */
async function startPort(type: string, coerceTypes = false) {
  const ajv = { customOptions: { coerceTypes } };
  const app = fastify({ schemaController, ajv });
  const response = { 200: { type: 'object', properties: { n: { type } } } };
  const body = { type: 'object', properties: { n: { type } } };
  const functions: unknown[] = [];
  app.post('/', { schema: { body, response } }, async (request, reply) => {
    functions.push(
      request.getValidationFunction('body'),
      reply.getSerializationFunction('200'),
    );
    return request.body;
  });
  const answer = await app.inject({
    method: 'POST',
    url: '/',
    payload: { n: '1', other: 2 },
  });
  return { functions, answer };
}

test('ports share what was compiled for schemas that are the same', async () => {
  const [one, other] = [await startPort('string'), await startPort('string')];
  expect(one.functions).toHaveLength(2);
  expect(one.functions[0]).toBe(other.functions[0]);
  expect(one.functions[1]).toBe(other.functions[1]);
});

test('schemas and options that differ are compiled for themselves', async () => {
  expect((await startPort('string')).answer.json()).toEqual({ n: '1' });
  expect((await startPort('integer')).answer.statusCode).toBe(400);
  const { answer } = await startPort('integer', true);
  expect(answer.json()).toEqual({ n: 1 });
});
