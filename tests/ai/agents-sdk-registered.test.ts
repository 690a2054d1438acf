import { Agent } from '@openai/agents';
import { expect, test } from 'vitest';
import { answer, failureOf } from './harness.ts';
import { ask, start } from './support/desk.ts';

test('C1: a name that nothing is registered under, an agent that cannot be made, or a tool that cannot be carried out here fails the run', async () => {
  const ai = await start(() => Promise.reject(new Error('secret detail')));
  expect(failureOf(await answer(ai, ask())).error.code).toBe('internal');
  for (const runtime of ['gone', 'constructor', '__proto__']) {
    expect(failureOf(await answer(ai, ask({ runtime }))).error.code).toBe('model_unavailable');
  }
  const hosted = await start(
    new Agent({ name: 'Desk', tools: [{ type: 'hosted_tool', name: 'web_search', providerData: {} }] }),
  );
  const result = failureOf(await answer(hosted, ask()));
  expect(result.error.code).toBe('internal');
  expect(result.cause).toMatchObject({ cause: { message: expect.stringMatching(/web_search/) } });
  expect(hosted.model.requests).toEqual([]);
});

test('C1: stopped while an agent is made, the run ends at once', async () => {
  const stop = new AbortController();
  const ai = await start(() => {
    stop.abort();
    return new Promise<Agent>(() => {});
  });

  expect((await answer(ai, ask(), { signal: stop.signal })).outcome).toEqual({ status: 'stopped' });
});
