import { expect, test } from 'vitest';
import { startOffline, streamChat } from './offline-client.ts';

const USER = [{ role: 'user' as const, content: 'hi' }];
const USAGE = { inputTokens: 5, outputTokens: 3, cachedTokens: 1, reasoningTokens: 2 };

test('C9: a chat completion echoes the model name and carries usage and a request id', async () => {
  const { client } = await startOffline({ scenarios: { text: 'Hello you', usage: USAGE } });
  const completion = await client.chat.completions.create({ model: 'any/name:1', messages: USER });
  expect(completion).toMatchObject({
    object: 'chat.completion',
    model: 'any/name:1',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello you' }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: 5,
      completion_tokens: 3,
      total_tokens: 8,
      prompt_tokens_details: { cached_tokens: 1 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  });
  expect(completion._request_id).toMatch(/^req_/);
});

test('C9: a chat stream sends the given chunks, then usage only when asked', async () => {
  const text = ['Sa', 'lam, ', 'دنیا 👋'];
  const { client } = await startOffline({ scenarios: [{ text, usage: USAGE }, { text }] });
  const seen: unknown[] = [];
  const stream = await client.chat.completions.create({
    model: 'm',
    messages: USER,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? chunk.usage?.total_tokens);
  expect(seen).toEqual(['', ...text, undefined, 8]);
  expect(await streamChat(client)).toEqual({ text: text.join(''), finish: 'stop' });
});

test('C9: tool calls reach the streaming helper whole, several in order', async () => {
  const toolCalls = [
    { id: 'call_a', name: 'create_task', arguments: { title: 'buy 🥛 and bread, not too much' } },
    { name: 'list_tasks', arguments: '{"broken' },
  ];
  const { client } = await startOffline({ scenarios: [{ toolCalls }, { toolCalls }] });
  const whole = await client.chat.completions.create({ model: 'm', messages: USER });
  const streamed = await client.chat.completions.stream({ model: 'm', messages: USER }).finalChatCompletion();
  for (const { choices } of [whole, streamed]) {
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [
          {
            id: 'call_a',
            function: { name: 'create_task', arguments: JSON.stringify(toolCalls[0]?.arguments) },
          },
          { id: expect.stringMatching(/^call_/), function: { name: 'list_tasks', arguments: '{"broken' } },
        ],
      },
    });
  }
});

test('C9: reasoning is sent apart from the text', async () => {
  const { client } = await startOffline({ scenarios: { reasoning: 'Let me think.', text: 'Done' } });
  const completion = await client.chat.completions.create({ model: 'm', messages: USER });
  expect(completion.choices[0]?.message).toMatchObject({
    reasoning_content: 'Let me think.',
    content: 'Done',
  });
});

test('C9: an offline answer is cut at the output limit and says so', async () => {
  const { client } = await startOffline();
  const completion = await client.chat.completions.create({
    model: 'm',
    messages: USER,
    max_completion_tokens: 5,
  });
  expect(completion.choices[0]?.finish_reason).toBe('length');
  expect(completion.usage?.completion_tokens).toBeLessThanOrEqual(5);
});

test('C9: without a script no tool is called', async () => {
  const { client } = await startOffline();
  const tools = [{ type: 'function' as const, function: { name: 'create_task', parameters: {} } }];
  const completion = await client.chat.completions.create({ model: 'm', messages: USER, tools });
  expect(completion.choices[0]).toMatchObject({
    finish_reason: 'stop',
    message: { content: expect.stringMatching(/offline model/) },
  });
});
