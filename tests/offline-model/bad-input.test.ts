import { expect, test } from 'vitest';
import { startOffline } from './offline-client.ts';

const CALL = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
const USER = { role: 'user', content: 'hi' };

const CHAT: Record<string, object> = {
  'no model': { messages: [USER] },
  'no messages': { model: 'm', messages: [] },
  'message that is no object': { model: 'm', messages: ['hi'] },
  'unknown role': { model: 'm', messages: [{ role: 'robot', content: 'hi' }] },
  'no content': { model: 'm', messages: [{ role: 'user' }] },
  'unknown part': { model: 'm', messages: [{ role: 'user', content: [{ type: 'smell' }] }] },
  'tool result before its call': {
    model: 'm',
    messages: [USER, { role: 'tool', tool_call_id: 'c1', content: '' }],
  },
  'call without a result': {
    model: 'm',
    messages: [USER, { role: 'assistant', content: null, tool_calls: [CALL] }, USER],
  },
  'call result given twice': {
    model: 'm',
    messages: [
      { role: 'assistant', tool_calls: [CALL] },
      { role: 'tool', tool_call_id: 'c1', content: '1' },
      { role: 'tool', tool_call_id: 'c1', content: '2' },
    ],
  },
  'two answers': { model: 'm', messages: [USER], n: 2 },
  'stream that is no boolean': { model: 'm', messages: [USER], stream: 'yes' },
  'stream options without stream': { model: 'm', messages: [USER], stream_options: { include_usage: true } },
  'unnamed tool': { model: 'm', messages: [USER], tools: [{ type: 'function', function: {} }] },
  'tools of one name': {
    model: 'm',
    messages: [USER],
    tools: ['f', 'f'].map((name) => ({ type: 'function', function: { name } })),
  },
  'tool choice without tools': { model: 'm', messages: [USER], tool_choice: 'required' },
  'limit of no tokens': { model: 'm', messages: [USER], max_tokens: 0 },
  'more text than fits': { model: 'm', messages: [{ role: 'user', content: 'word '.repeat(120_000) }] },
};

const RESPONSES: Record<string, object> = {
  'no input': { model: 'm' },
  'stored state': { model: 'm', input: 'hi', previous_response_id: 'resp_1' },
  background: { model: 'm', input: 'hi', background: true },
  'unknown item': { model: 'm', input: [{ type: 'item_reference', id: 'x' }] },
  'unknown role': { model: 'm', input: [{ role: 'robot', content: 'hi' }] },
  'output before its call': {
    model: 'm',
    input: [{ type: 'function_call_output', call_id: 'c', output: '' }],
  },
};

const EMBEDDINGS: Record<string, object> = {
  'empty text': { model: 'e', input: '' },
  'no texts': { model: 'e', input: [] },
  'token arrays': { model: 'e', input: [1, 2] },
  'strange format': { model: 'e', input: 'x', encoding_format: 'hex' },
  'too many dimensions': { model: 'e', input: 'x', dimensions: 1_000_000 },
};

const cases = Object.entries({
  'chat/completions': CHAT,
  responses: RESPONSES,
  embeddings: EMBEDDINGS,
}).flatMap(([path, bodies]) =>
  Object.entries(bodies).map(([name, body]) => [path, name, JSON.stringify(body)] as const),
);

test.each(cases)('C9: %s refuses %s with 400', async (path, _, body) => {
  const { model } = await startOffline();
  const response = await fetch(`${model.url}/${path}`, { method: 'POST', body });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  expect(await response.json()).toMatchObject({
    error: { message: expect.any(String), type: 'invalid_request_error', param: expect.any(String) },
  });
});

test.each([
  ['broken JSON', '{"model":', 400],
  ['no object', '[]', 400],
  ['nothing', '', 400],
  ['deep nesting', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400],
  ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
  ['too many bytes', ' '.repeat(2000), 413],
])('C9: a body of %s is refused and the server lives', async (name, body, status) => {
  const { model, ask } = await startOffline(name === 'too many bytes' ? { maxBodyBytes: 1000 } : {});
  const response = await fetch(`${model.url}/chat/completions`, { method: 'POST', body });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  expect(await ask('Hello')).toContain('offline model');
});

test('C9: unknown paths and methods are JSON errors', async () => {
  const { model } = await startOffline();
  const statusOf = async (path: string, method = 'GET') => {
    const response = await fetch(model.url + path, { method });
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
    return response.status;
  };
  expect(await statusOf('/nothing')).toBe(404);
  expect(await statusOf('/chat/completions')).toBe(405);
  expect(await statusOf('/models', 'POST')).toBe(405);
  expect(await statusOf('/models/%ff')).toBe(400);
});

test('A8: emoji survive; NUL and lone surrogates are cleaned', async () => {
  const { ask } = await startOffline();
  const answer = await ask('What about the astronaut\u0000 👩‍🚀 \ud800 programme?');
  expect(answer.isWellFormed()).toBe(true);
  expect(answer).toContain('“astronaut 👩‍🚀 \ufffd programme”');
});
