import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { answer, apis, ask, eventsOf, openAi, startAi, startRawServer } from './harness.ts';

describe.each(apis)('stopping over %s', (api) => {
  test('C1: before it starts, nobody is asked', async () => {
    const ai = await startAi(api);

    const { events } = await answer(ai, ask(), { signal: AbortSignal.abort() });

    expect(events).toEqual([{ type: 'finished', outcome: { status: 'stopped' } }]);
    expect(ai.model.requests).toEqual([]);
  });

  test('C1: while the model is silent, the connection is closed at once', async () => {
    const ai = await startAi(api);
    ai.model.script({ fault: { hang: true } });
    const stop = new AbortController();

    const run = answer(ai, ask(), { signal: stop.signal });
    await expect.poll(() => ai.model.requests.length).toBe(1);
    stop.abort();

    expect((await run).outcome).toEqual({ status: 'stopped' });
    expect(await ai.model.requests[0]?.outcome).toBe('aborted');
    expect(ai.reports).toMatchObject([{ outcome: 'aborted', attempts: 1, firstTokenMs: null }]);
  });

  test('C1: amid the text, what was said stays and the connection is closed', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: ['Once ', 'upon'], hold: new Promise(() => {}) });
    const stop = new AbortController();

    const { text, outcome, events } = await answer(ai, ask(), {
      signal: stop.signal,
      onEvent: ({ type }) => type === 'text-delta' && stop.abort(),
    });

    expect(text).toMatch(/^Once /);
    expect(outcome).toEqual({ status: 'stopped' });
    expect(eventsOf(events, 'finished')).toHaveLength(1);
    expect(await ai.model.requests[0]?.outcome).toBe('aborted');
    expect(ai.reports).toMatchObject([{ outcome: 'aborted' }]);
  });

  test('C1: while it waits for a retry, the wait ends', async () => {
    const ai = await startAi(api);
    ai.model.script({ fault: { status: 429, headers: { 'retry-after': '29' } } });
    const stop = new AbortController();

    const run = answer(ai, ask(), { signal: stop.signal });
    await expect.poll(() => ai.model.requests[0]?.outcome ?? null).toBe('answered');
    stop.abort();

    expect((await run).outcome).toEqual({ status: 'stopped' });
    expect(ai.model.requests).toHaveLength(1);
  });

  test('C1: while a tool works, the tool is told and not waited for', async () => {
    const ai = await startAi(api);
    ai.model.script({ toolCalls: [{ name: 'dig', arguments: {} }] });
    const stop = new AbortController();
    const told = Promise.withResolvers<void>();
    const dig: AgentTool = {
      name: 'dig',
      description: 'Digs for ever.',
      parameters: { type: 'object' },
      idempotent: false,
      needsApproval: false,
      execute: (_args, { signal }) => {
        signal.addEventListener('abort', () => told.resolve());
        stop.abort();
        return new Promise(() => {});
      },
    };

    const { outcome, events } = await answer(ai, ask({ tools: [dig] }), { signal: stop.signal });

    expect(outcome).toEqual({ status: 'stopped' });
    expect(eventsOf(events, 'tool-call-finished')).toEqual([]);
    await told.promise;
  });

  test('C1: a reader that leaves closes the connection', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: ['Once ', 'upon'], hold: new Promise(() => {}) });

    for await (const { type } of ai.runtime.run(ask(), new AbortController().signal)) {
      if (type === 'text-delta') break;
    }

    expect(await ai.model.requests[0]?.outcome).toBe('aborted');
    expect(ai.reports).toMatchObject([{ outcome: 'aborted' }]);
  });

  test('C1: a reader that leaves while it waits closes the connection', async () => {
    const ai = await startAi(api);
    ai.model.script({ fault: { hang: true } });
    const events = ai.runtime.run(ask(), new AbortController().signal)[Symbol.asyncIterator]();

    await events.next();
    const pending = events.next();
    await expect.poll(() => ai.model.requests.length).toBe(1);
    await events.return?.();

    expect((await pending).value).toEqual({ type: 'finished', outcome: { status: 'stopped' } });
    expect((await events.next()).done).toBe(true);
    expect(await ai.model.requests[0]?.outcome).toBe('aborted');
  });

  test('C1: many runs leave no listener on a shared signal', async () => {
    const ai = await startAi(api);
    ai.model.script(Array.from({ length: 20 }, () => ({ text: 'ok' })));
    const { signal } = new AbortController();

    for (let run = 0; run < 20; run++) await answer(ai, ask(), { signal });

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('C8: a slow reader slows the model down and is no timeout', async () => {
    let written = 0;
    const line = api === 'responses' ? { type: 'response.output_text.delta' } : { choices: [{ delta: {} }] };
    const chunk = `data: ${JSON.stringify({ ...line, padding: 'x'.repeat(100_000) })}\n\n`;
    const text = `data: ${JSON.stringify(
      api === 'responses' ? { ...line, delta: 'Hi' } : { choices: [{ delta: { content: 'Hi' } }] },
    )}\n\n`;
    const stalled = Promise.withResolvers<void>();
    const url = await startRawServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text);
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
    const ai = openAi(url, api, { timeoutMs: 50 });
    const events = ai.runtime.run(ask(), new AbortController().signal)[Symbol.asyncIterator]();

    await events.next();
    await events.next();
    await stalled.promise;

    expect(written).toBeLessThan(2_000);
    expect(ai.reports).toEqual([]);
    await events.return?.();
  });
});
