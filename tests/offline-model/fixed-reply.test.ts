import { expect, test } from 'vitest';
import { startOffline, streamChat, streamResponse } from './offline-client.ts';

test.each([0, 1])('C9: a fixed reply answers every kind of request, at pace %i', async (pace) => {
  const { client, ask, model } = await startOffline({ fixedReply: 'Always the same.', pace });
  for (const _ of ['rendered', 'from memory']) {
    expect(await ask('hi')).toBe('Always the same.');
    expect(await streamChat(client)).toEqual({ text: 'Always the same.', finish: 'stop' });
    const { text, types } = await streamResponse(client);
    expect([text, types.at(-1)]).toEqual(['Always the same.', 'response.completed']);
    expect((await client.responses.create({ model: 'x', input: 'hi' })).model).toBe('x');
  }
  expect(model.requests).toEqual([]);
});
