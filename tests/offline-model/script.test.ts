import { startOfflineModel } from '@parlance/offline-model';
import { expect, test } from 'vitest';
import { askAndLeave, startOffline, streamChat, streamResponse } from './offline-client.ts';

const MESSAGES = [{ role: 'user' as const, content: 'hi' }];

test('C9: scenarios are played in order, by condition, by model and by purpose', async () => {
  const { client, ask, model } = await startOffline({ strict: true });
  model.script([
    { purpose: 'title', text: 'A scripted title' },
    { model: 'other', text: 'for the other model' },
    { when: (request) => request.turns.at(-1)?.text === 'b', text: 'for b' },
    { text: 'first' },
  ]);
  model.script({ text: 'second' });
  expect([await ask('a'), await ask('b'), await ask('c')]).toEqual(['first', 'for b', 'second']);
  expect(await ask('hi', 'Write a title for this.')).toBe('A scripted title');
  const other = await client.chat.completions.create({ model: 'other', messages: MESSAGES });
  expect(other.choices[0]?.message.content).toBe('for the other model');
  model.assertDone();
});

test('C9: strict: a request without a scenario is a 500 that is not retried, and is recorded', async () => {
  const { client, ask, model } = await startOffline({ strict: true });
  const retrying = client.withOptions({ maxRetries: 2 });
  const unscripted = retrying.chat.completions.create({ model: 'm', messages: MESSAGES });
  await expect(unscripted).rejects.toMatchObject({ status: 500, code: 'unscripted_request' });
  expect(model.unexpected).toHaveLength(1);
  expect(model.requests).toHaveLength(1);
  expect(() => model.assertDone()).toThrow('requests with no scenario: "hi"');
  expect(await ask('Plan my robotics week', 'Write a title')).toBe('Plan my robotics week');
});

test('C9: assertDone names the scenarios that were not played', async () => {
  const { ask, model } = await startOffline({
    scenarios: [
      { text: 'used' },
      { text: 'left over' },
      { name: 'the second call', text: 'x' },
      { toolCalls: [{ name: 'list_tasks', arguments: {} }] },
      { fault: { status: 429 } },
    ],
  });
  await ask('hi');
  expect(() => model.assertDone()).toThrow(
    'scenarios never played: "left over"; the second call; calls list_tasks; fault {"status":429}',
  );
});

test.each([
  ['chat', streamChat],
  ['responses', streamResponse],
])('C9: a held %s stream shows its chunks and ends only when released', async (_, stream) => {
  const hold = Promise.withResolvers<void>();
  const { client } = await startOffline({ scenarios: { text: ['He', 'llo'], hold: hold.promise } });
  const shown = Promise.withResolvers<void>();
  let ended = false;
  const streaming = stream(client, (text) => text === 'Hello' && shown.resolve()).then((result) => {
    ended = true;
    return result;
  });
  await shown.promise;
  expect(ended).toBe(false);
  hold.resolve();
  expect((await streaming).text).toBe('Hello');
});

test('C9: a caller who leaves is seen, and its pauses end at once', async () => {
  const hour = 3_600_000;
  const offline = await startOffline({ scenarios: { text: ['He', 'llo'], paceMs: hour } });
  const { client, model } = offline;
  const paced = await client.chat.completions.create({ model: 'm', messages: MESSAGES, stream: true });
  for await (const chunk of paced) {
    if (chunk.choices[0]?.delta.content === 'He') break;
  }
  expect(await model.requests[0]?.outcome).toBe('aborted');
  expect(await askAndLeave(offline, { delayMs: hour })).toBe('aborted');
  expect(await askAndLeave(offline, { hold: new Promise<void>(() => {}) })).toBe('aborted');
  expect(model.requests.map((request) => request.aborted)).toEqual([true, true, true]);
});

test('C9: an answered request is not aborted', async () => {
  const { client, model } = await startOffline({ scenarios: { text: 'Hello' } });
  await streamChat(client);
  expect(await model.requests[0]?.outcome).toBe('answered');
  expect(model.requests[0]?.aborted).toBe(false);
});

test('C9: closing ends held connections and can be repeated', async () => {
  const { client, model } = await startOffline({
    scenarios: { text: ['He', 'llo'], fault: { stallAfter: 1 } },
  });
  const started = Promise.withResolvers<void>();
  const stalled = expect(streamChat(client, (text) => text === 'He' && started.resolve())).rejects.toThrow(
    'terminated',
  );
  await started.promise;
  await model.close();
  await stalled;
  expect(await model.requests[0]?.outcome).toBe('broken');
  await model.close();
  await expect(client.models.list()).rejects.toThrow('Connection error');
});

test('C9: only the latest requests are kept unless the model is strict', async () => {
  const { ask, model } = await startOffline({ keepRequests: 2 });
  for (const question of ['a', 'b', 'c']) await ask(question);
  expect(model.requests.map((request) => request.turns[0]?.text)).toEqual(['b', 'c']);
});

test('C9: two models do not share scenarios', async () => {
  const { ask } = await startOffline({ scenarios: { text: 'mine' } });
  await using other = await startOfflineModel({ scenarios: { text: 'theirs' } });
  expect(await ask('hi')).toBe('mine');
  expect(() => other.assertDone()).toThrow('theirs');
});
