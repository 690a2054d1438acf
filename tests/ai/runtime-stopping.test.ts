import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { answer, eventsOf } from './harness.ts';
import { runtimes } from './runtimes.ts';
import { callOf, never, ok, tool } from './support/tools.ts';

describe.each(runtimes)('$name', ({ start, ask }) => {
  test('C1: stopped before it starts, nobody is asked', async () => {
    const ai = await start();

    const { events } = await answer(ai, ask(), { signal: AbortSignal.abort() });

    expect(events).toEqual([{ type: 'finished', outcome: { status: 'stopped' } }]);
    expect(ai.model.requests).toEqual([]);
  });

  test('C1: stopped while the model is silent, the connection is closed at once', async () => {
    const ai = await start();
    ai.model.script({ fault: { hang: true } });
    const stop = new AbortController();

    const run = answer(ai, ask(), { signal: stop.signal });
    await expect.poll(() => ai.model.requests.length).toBe(1);
    stop.abort();

    expect((await run).outcome).toEqual({ status: 'stopped' });
    expect(await ai.model.requests[0]?.outcome).toBe('aborted');
    await expect
      .poll(() => ai.reports)
      .toMatchObject([{ outcome: 'aborted', attempts: 1, firstTokenMs: null }]);
  });

  test('C1: stopped amid the text, what was said stays and the connection is closed', async () => {
    const ai = await start();
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
    await expect.poll(() => ai.reports).toMatchObject([{ outcome: 'aborted' }]);
  });

  test('C1: stopped while it waits for a retry, the wait ends', async () => {
    const ai = await start();
    ai.model.script({ fault: { status: 429, headers: { 'retry-after': '29' } } });
    const stop = new AbortController();

    const run = answer(ai, ask(), { signal: stop.signal });
    await expect.poll(() => ai.model.requests[0]?.outcome ?? null).toBe('answered');
    stop.abort();

    expect((await run).outcome).toEqual({ status: 'stopped' });
    expect(ai.model.requests).toHaveLength(1);
  });

  test('C1: stopped while a tool works, the tool is told and not waited for', async () => {
    const ai = await start();
    ai.model.script({ toolCalls: [callOf('dig')] });
    const stop = new AbortController();
    const told = Promise.withResolvers<void>();
    const dig = tool('dig', (_args, { signal }) => {
      signal.addEventListener('abort', () => told.resolve());
      stop.abort();
      return never();
    });

    const { outcome, events } = await answer(ai, ask({ tools: [dig] }), { signal: stop.signal });

    expect(outcome).toEqual({ status: 'stopped' });
    expect(eventsOf(events, 'tool-call-finished')).toEqual([]);
    await told.promise;
  });

  test('C1: a reader that leaves, also while it waits, closes the connection', async () => {
    const ai = await start();
    ai.model.script([{ text: ['Once ', 'upon'], hold: new Promise(() => {}) }, { fault: { hang: true } }]);
    for await (const { type } of ai.runtime.run(ask(), new AbortController().signal)) {
      if (type === 'text-delta') break;
    }
    expect(await ai.model.requests[0]?.outcome).toBe('aborted');

    const events = ai.runtime.run(ask(), new AbortController().signal)[Symbol.asyncIterator]();
    await events.next();
    const pending = events.next();
    await expect.poll(() => ai.model.requests.length).toBe(2);
    await events.return?.();
    expect((await pending).value).toEqual({ type: 'finished', outcome: { status: 'stopped' } });
    expect((await events.next()).done).toBe(true);
    expect(await ai.model.requests[1]?.outcome).toBe('aborted');
  });

  test('C1: many runs leave no listener on a shared signal', async () => {
    const ai = await start();
    ai.model.script(
      Array.from({ length: 10 }, () => [{ toolCalls: [callOf('note')] }, { text: 'ok' }]).flat(),
    );
    const { signal } = new AbortController();
    const note = tool('note', async () => ok(1));

    for (let run = 0; run < 10; run++) await answer(ai, ask({ tools: [note] }), { signal });

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
