import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { askAndLeave, startOffline, streamChat, streamResponse } from './offline-client.ts';

const HELLO = ['He', 'l', 'lo'];
const MESSAGES = [{ role: 'user' as const, content: 'hi' }];

function retrying(baseURL: string): OpenAI {
  return new OpenAI({ apiKey: 'any', baseURL, maxRetries: 2 });
}

test('C9: 429 twice with retry-after-ms is retried by the client', async () => {
  const fault = { status: 429, headers: { 'retry-after-ms': '1' } };
  const { model } = await startOffline({ scenarios: [{ fault }, { fault }, { text: 'ok' }] });
  expect((await streamChat(retrying(model.url))).text).toBe('ok');
  expect(model.requests.map((request) => request.headers['x-stainless-retry-count'])).toEqual([
    '0',
    '1',
    '2',
  ]);
});

test('C9: 503 once is retried', async () => {
  const fault = { status: 503, headers: { 'retry-after-ms': '1' } };
  const { model } = await startOffline({ scenarios: [{ fault }, { text: 'ok' }] });
  expect((await streamResponse(retrying(model.url))).text).toBe('ok');
  expect(model.requests).toHaveLength(2);
});

test('C9: 500 that says not to retry is one request and one error', async () => {
  const fault = { status: 500, headers: { 'x-should-retry': 'false' } };
  const { model } = await startOffline({ scenarios: { fault } });
  await expect(streamChat(retrying(model.url))).rejects.toThrow(OpenAI.InternalServerError);
  expect(model.requests).toHaveLength(1);
});

test('C9: a fault can carry its own body', async () => {
  const error = {
    message: 'Too long',
    type: 'invalid_request_error',
    param: 'messages',
    code: 'context_length_exceeded',
  };
  const { client } = await startOffline({ scenarios: { fault: { status: 400, body: { error } } } });
  await expect(streamChat(client)).rejects.toMatchObject({ status: 400, ...error, message: '400 Too long' });
});

test.each([
  ['chat', streamChat],
  ['responses', streamResponse],
])('C9: a cut %s stream fails after the chunks that were sent', async (_, stream) => {
  const { client, model } = await startOffline({ scenarios: { text: HELLO, fault: { cutAfter: 2 } } });
  let shown = '';
  await expect(stream(client, (text) => (shown = text))).rejects.toThrow('terminated');
  expect(shown).toBe('Hel');
  expect(await model.requests[0]?.outcome).toBe('broken');
});

test('C9: a clean end without finish reason looks like success to who only iterates', async () => {
  const fault = { endAfter: 1 };
  const { client } = await startOffline({
    scenarios: [
      { text: HELLO, fault },
      { text: HELLO, fault },
    ],
  });
  expect(await streamChat(client)).toEqual({ text: 'He', finish: null });
  const helper = client.chat.completions.stream({ model: 'm', messages: MESSAGES });
  await expect(helper.finalChatCompletion()).rejects.toThrow('missing finish_reason for choice 0');
});

test('C9: a clean end without terminal event leaves a response in progress', async () => {
  const fault = { endAfter: 1 };
  const { client } = await startOffline({
    scenarios: [
      { text: HELLO, fault },
      { text: HELLO, fault },
    ],
  });
  const { text, types } = await streamResponse(client);
  expect(text).toBe('He');
  expect(types.at(-1)).toBe('response.output_text.delta');
  const final = await client.responses.stream({ model: 'm', input: 'hi' }).finalResponse();
  expect(final.status).toBe('in_progress');
});

test.each([
  ['chat', streamChat],
  ['responses', streamResponse],
])('C9: an error event ends a %s stream with an APIError', async (_, stream) => {
  const { client } = await startOffline({ scenarios: { text: HELLO, fault: { errorChunkAfter: 1 } } });
  let shown = '';
  await expect(stream(client, (text) => (shown = text))).rejects.toThrow(OpenAI.APIError);
  expect(shown).toBe('He');
});

test('C9: response.failed comes in place of the end, streamed or not', async () => {
  const scenario = { text: HELLO, fault: { failed: true as const } };
  const { client } = await startOffline({ scenarios: [scenario, scenario, scenario] });
  const { text, types, sequence } = await streamResponse(client);
  expect([text, types.at(-1)]).toEqual(['Hello', 'response.failed']);
  expect(sequence.at(-1)).toBe(types.length - 1);
  const response = await client.responses.create({ model: 'm', input: 'hi' });
  expect(response).toMatchObject({ status: 'failed', error: { message: expect.any(String) } });
  await expect(client.chat.completions.create({ model: 'm', messages: MESSAGES })).rejects.toThrow('500');
});

test('C9: a whole answer breaks off in the middle of its body', async () => {
  const scenarios = [{ cutAfter: 0 }, { endAfter: 0 }, { errorChunkAfter: 0 }].map((fault) => ({
    text: 'Hi',
    fault,
  }));
  const { client } = await startOffline({ scenarios });
  const create = () => client.chat.completions.create({ model: 'm', messages: MESSAGES });
  await expect(create()).rejects.toThrow('terminated');
  await expect(create()).rejects.toThrow(SyntaxError);
  await expect(create()).rejects.toThrow(OpenAI.InternalServerError);
});

test('C9: a huge line arrives as one chunk', async () => {
  const bytes = 3_000_000;
  const { client } = await startOffline({ scenarios: { text: 'A', fault: { hugeLine: bytes } } });
  const lengths: number[] = [];
  await streamChat(client, (text) => lengths.push(text.length));
  expect(lengths).toContain(1);
  expect(lengths.at(-1)).toBe(bytes + 1);
});

test('C9: a hung request and a stalled stream are given up by the caller, not by the server', async () => {
  const offline = await startOffline();
  expect(await askAndLeave(offline, { fault: { hang: true } })).toBe('aborted');
  expect(await askAndLeave(offline, { text: HELLO, fault: { stallAfter: 0 } })).toBe('aborted');

  const { client, model } = offline;
  model.script({ text: HELLO, fault: { stallAfter: 1 } });
  const stream = await client.chat.completions.create({ model: 'm', messages: MESSAGES, stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content === 'He') break;
  }
  expect(await model.requests[2]?.outcome).toBe('aborted');
  expect(model.requests[2]?.aborted).toBe(true);
});
