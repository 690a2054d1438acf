import { expect, test } from 'vitest';
import { startOffline, streamResponse } from './offline-client.ts';

const USAGE = { inputTokens: 5, outputTokens: 3 };

test('C9: a response carries text and usage', async () => {
  const { client } = await startOffline({ scenarios: { text: 'Hello you', usage: USAGE } });
  const response = await client.responses.create({ model: 'm1', instructions: 'be brief', input: 'hi' });
  expect(response).toMatchObject({
    status: 'completed',
    model: 'm1',
    instructions: 'be brief',
    store: false,
  });
  expect(response.output_text).toBe('Hello you');
  expect(response.usage).toMatchObject({ input_tokens: 5, output_tokens: 3, total_tokens: 8 });
  expect(response._request_id).toMatch(/^req_/);
});

test('C9: a response stream has the events of the protocol in order', async () => {
  const { client } = await startOffline({ scenarios: { text: ['He', 'llo'] } });
  const { text, types, sequence } = await streamResponse(client);
  expect(text).toBe('Hello');
  expect(types).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ]);
  expect(sequence).toEqual(types.map((_, index) => index));
});

test('C9: reasoning, text and tool calls are output items of the helper’s final response', async () => {
  const { client } = await startOffline({
    scenarios: {
      reasoning: 'Think first.',
      text: 'One moment.',
      toolCalls: [{ id: 'call_1', name: 'list_tasks', arguments: { status: 'open' } }],
    },
  });
  const final = await client.responses.stream({ model: 'm', input: 'hi' }).finalResponse();
  expect(final.output).toMatchObject([
    { type: 'reasoning', summary: [{ text: 'Think first.' }] },
    { type: 'message', content: [{ text: 'One moment.' }] },
    { type: 'function_call', call_id: 'call_1', name: 'list_tasks', arguments: '{"status":"open"}' },
  ]);
});

test('C9: finish reason length is an incomplete response', async () => {
  const scenario = { text: 'He', finishReason: 'length' as const };
  const { client } = await startOffline({ scenarios: [scenario, scenario] });
  const response = await client.responses.create({ model: 'm', input: 'hi' });
  expect(response).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
  });
  expect((await streamResponse(client)).types.at(-1)).toBe('response.incomplete');
});

test('C9: tool results in the input are accepted after their call', async () => {
  const { client, model } = await startOffline();
  await client.responses.create({
    model: 'm',
    input: [
      { role: 'user', content: 'show me my tasks' },
      { type: 'function_call', call_id: 'c1', name: 'list_tasks', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: '[]' },
    ],
  });
  expect(model.requests[0]?.turns.map((turn) => turn.role)).toEqual(['user', 'assistant', 'tool']);
});
