import type { Scenario } from '@parlance/offline-model';
import { describe, expect, test } from 'vitest';
import { answer, eventsOf, failureOf, startRawServer } from './harness.ts';
import { runtimes } from './runtimes.ts';
import { callOf, ok, tool } from './support/tools.ts';

describe.each(runtimes)('$name', ({ api, start, open, ask }) => {
  test('C1: answers in pieces that join to the text, counts tokens, and tells of each call of the model', async () => {
    const ai = await start();
    ai.model.script({ text: ['Once ', 'upon ', 'a time.'], usage: { inputTokens: 7, outputTokens: 3 } });
    const messages = [
      { role: 'user' as const, text: 'Hello?' },
      { role: 'assistant' as const, text: 'Yes?' },
      { role: 'user' as const, text: 'A story!' },
    ];

    const { events, text, outcome } = await answer(ai, ask({ messages, temperature: 0.5 }));

    expect(text).toBe('Once upon a time.');
    expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
    expect(events.filter(({ type }) => type !== 'text-delta')).toEqual([
      { type: 'step-started', step: 1 },
      { type: 'step-finished', step: 1, usage: { inputTokens: 7, outputTokens: 3 } },
      { type: 'finished', outcome },
    ]);
    expect(ai.model.requests[0]).toMatchObject({ model: 'default-model' });
    expect(ai.model.requests[0]?.body['temperature']).toBe(0.5);
    expect(JSON.stringify(ai.model.requests[0]?.body)).toContain('Be brief.');
    const told = ai.model.requests[0]?.turns.filter(({ role }) => role !== 'system') ?? [];
    expect(told.map(({ role, text }) => [role, text])).toEqual(
      messages.map(({ role, text }) => [role, text]),
    );
    expect(ai.reports).toMatchObject([
      { api, model: 'default-model', outcome: 'ok', attempts: 1, trace: { runId: 'run-1' } },
    ]);
  });

  test('C1: an answer that was cut says so, and a call that was cut is not carried out', async () => {
    const ai = await start();
    ai.model.script([
      { text: 'Half', finishReason: 'length' },
      { toolCalls: [{ name: 'note', arguments: '{"a' }], finishReason: 'length' },
    ]);
    const note = tool('note', async () => ok(1));

    const cut = { status: 'completed', finishReason: 'length' };
    expect(await answer(ai, ask())).toMatchObject({ text: 'Half', outcome: cut });
    const { events, outcome } = await answer(ai, ask({ tools: [note] }));

    expect(outcome).toEqual(cut);
    expect(eventsOf(events, 'tool-call-started')).toEqual([]);
  });

  test('C8: what the endpoint asks to wait for is waited for, and tried again', async () => {
    const ai = await start();
    ai.model.script([
      { fault: { status: 429, headers: { 'retry-after-ms': '1' } } },
      { fault: { status: 500 } },
      { text: 'Here it is' },
    ]);

    const { text, outcome } = await answer(ai, ask());

    expect([text, outcome.status]).toEqual(['Here it is', 'completed']);
    expect(ai.reports).toMatchObject([{ outcome: 'ok', attempts: 3 }]);
  });

  test.each<[string, Scenario, string, number | undefined]>([
    [
      'is busy for long',
      { fault: { status: 429, headers: { 'retry-after': '60' } } },
      'model_unavailable',
      60,
    ],
    ['refuses', { fault: { status: 400 } }, 'model_failed', undefined],
    ['breaks off', { text: ['Half ', 'an answer'], fault: { cutAfter: 1 } }, 'model_failed', undefined],
    ['ends without a reason', { text: ['Half ', 'it'], fault: { endAfter: 1 } }, 'model_failed', undefined],
    ['falls silent', { text: ['Half ', 'it'], fault: { stallAfter: 1 } }, 'model_timeout', undefined],
  ])('C8: a model that %s fails the run, and what was said stays', async (_what, scenario, code, seconds) => {
    const ai = await start({ timeoutMs: 200 });
    ai.model.script(scenario);

    const result = await answer(ai, ask());

    expect(failureOf(result).error.code).toBe(code);
    expect(failureOf(result).retryAfterSeconds).toBe(seconds);
    expect(failureOf(result).cause).toBeInstanceOf(Error);
    expect(result.text.startsWith('Half ')).toBe('text' in scenario);
    expect(ai.reports).toMatchObject([{ outcome: code, attempts: 1 }]);
  });

  test('C8: a later step that fails leaves the earlier ones told', async () => {
    const ai = await start();
    ai.model.script([{ toolCalls: [callOf('note')] }, { fault: { status: 400 } }]);

    const result = await answer(ai, ask({ tools: [tool('note', async () => ok(1))] }));

    expect(failureOf(result).error.code).toBe('model_failed');
    expect(eventsOf(result.events, 'tool-call-finished')).toHaveLength(1);
    expect(ai.reports.map(({ outcome }) => outcome)).toEqual(['ok', 'model_failed']);
  });

  test('C8: a slow reader slows the model down and is no timeout', async () => {
    let written = 0;
    const line = api === 'responses' ? { type: 'response.output_text.delta' } : { choices: [{ delta: {} }] };
    const chunk = `data: ${JSON.stringify({ ...line, padding: 'x'.repeat(100_000) })}\n\n`;
    const hi = api === 'responses' ? { ...line, delta: 'Hi' } : { choices: [{ delta: { content: 'Hi' } }] };
    const stalled = Promise.withResolvers<void>();
    const url = await startRawServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(hi)}\n\n`);
      const more = () => {
        for (; written < 2_000; written++) if (!response.write(chunk)) break;
        const blocked = setTimeout(() => stalled.resolve(), 150);
        response.once('drain', () => {
          clearTimeout(blocked);
          more();
        });
      };
      more();
    });
    const ai = open(url, { timeoutMs: 50 });
    const events = ai.runtime.run(ask(), new AbortController().signal)[Symbol.asyncIterator]();

    await events.next();
    await events.next();
    await stalled.promise;

    expect(written).toBeLessThan(2_000);
    expect(ai.reports).toEqual([]);
    await events.return?.();
  });
});
