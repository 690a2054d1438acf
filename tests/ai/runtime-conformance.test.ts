import { getEventListeners } from 'node:events';
import type { Scenario } from '@parlance/offline-model';
import { describe, expect, test } from 'vitest';
import type { ToolFault } from '../../server/src/ai/tool-call.ts';
import type { AgentTool, ToolResult } from '../../server/src/ports/agent.ts';
import { answer, eventsOf, failureOf, limits, startRawServer } from './harness.ts';
import { runtimes } from './runtimes.ts';

const ok = (value: unknown): ToolResult => ({ value, isError: false });

function tool(name: string, execute: AgentTool['execute'], needsApproval = false): AgentTool {
  const parameters = { type: 'object' };
  return { name, description: `The ${name} tool.`, parameters, idempotent: false, needsApproval, execute };
}

const callOf = (name: string, id = name) => ({ id, name, arguments: { at: id } });
const never = () => new Promise<ToolResult>(() => {});
const asked = { toolCallId: 'a', tool: 'guarded', arguments: { at: 'a' } };

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

  test('C1, C5: carries the calls of a step out together, all announced before the first, and goes on with their results', async () => {
    const ai = await start();
    const fastDone = Promise.withResolvers<void>();
    const announced: string[] = [];
    const begun: string[][] = [];
    const slow = tool('slow', async (args) => {
      begun.push([...announced]);
      await fastDone.promise;
      return ok({ slow: args });
    });
    const fast = tool('fast', async () => ok('fast'));
    ai.model.script([
      { text: 'Let me see. ', toolCalls: [callOf('slow', 's'), callOf('fast', 'f')] },
      { text: 'Both.' },
    ]);

    const { events, text, outcome } = await answer(ai, ask({ tools: [slow, fast] }), {
      onEvent: (event) => {
        if (event.type === 'tool-call-started') announced.push(event.toolCallId);
        if (event.type === 'tool-call-finished' && event.toolCallId === 'f') fastDone.resolve();
      },
    });

    expect([text, outcome.status]).toEqual(['Let me see. Both.', 'completed']);
    expect(begun).toEqual([['s', 'f']]);
    expect(events.filter(({ type }) => type !== 'text-delta')).toMatchObject([
      { type: 'step-started', step: 1 },
      { type: 'step-finished', step: 1 },
      { type: 'tool-call-started', step: 1, toolCallId: 's', tool: 'slow', arguments: { at: 's' } },
      { type: 'tool-call-started', step: 1, toolCallId: 'f', tool: 'fast', arguments: { at: 'f' } },
      { type: 'tool-call-finished', toolCallId: 'f', result: 'fast', isError: false },
      { type: 'tool-call-finished', toolCallId: 's', result: { slow: { at: 's' } }, isError: false },
      { type: 'step-started', step: 2 },
      { type: 'step-finished', step: 2 },
      { type: 'finished' },
    ]);
    const turns = ai.model.requests[1]?.turns ?? [];
    expect(turns.flatMap(({ calls }) => calls.map(({ id }) => id))).toEqual(['s', 'f']);
    expect(turns.map(({ text }) => text)).toContain('Let me see. ');
    const results = turns.filter(({ role }) => role === 'tool');
    expect(results.map(({ answersCallId, text }) => [answersCallId, text])).toEqual([
      ['s', '{"slow":{"at":"s"}}'],
      ['f', 'fast'],
    ]);
  });

  test.each([
    ['arguments that are no JSON', 'weather', '{"city": ', 'The arguments are not a JSON object.'],
    ['arguments that are no object', 'weather', '[1]', 'The arguments are not a JSON object.'],
    ['a tool that is not there', 'rain', '{}', 'There is no tool named "rain".'],
  ])(
    'C5: %s are told to the model, which goes on and is told its own words',
    async (_name, name, args, message) => {
      const ai = await start();
      ai.model.script([{ toolCalls: [{ id: 'x', name, arguments: args }] }, { text: 'Sorry.' }]);

      const { events, text } = await answer(ai, ask({ tools: [tool('weather', async () => ok('sunny'))] }));

      expect(text).toBe('Sorry.');
      expect(eventsOf(events, 'tool-call-started')).toMatchObject([
        { tool: name, arguments: args === '{}' ? {} : args },
      ]);
      expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ result: message, isError: true }]);
      const result = ai.model.requests[1]?.turns.find(({ role }) => role === 'tool');
      expect(JSON.parse(result?.text ?? '')).toEqual({ error: message });
      expect(JSON.stringify(ai.model.requests[1]?.body)).toContain(JSON.stringify(args));
    },
  );

  test.each<[string, AgentTool['execute']]>([
    ['throws', () => Promise.reject(new Error('secret detail'))],
    ['gives what is no JSON', async () => ok(10n)],
  ])('C5: a tool that %s has failed in neutral words, and the operator is told', async (_what, execute) => {
    const faults: ToolFault[] = [];
    const ai = await start({ onToolFault: (fault) => faults.push(fault) });
    ai.model.script([{ toolCalls: [callOf('broken')] }, { text: 'Sorry.' }]);

    const { events, text } = await answer(ai, ask({ tools: [tool('broken', execute)] }));

    expect(text).toBe('Sorry.');
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
      { result: 'The tool failed.', isError: true },
    ]);
    expect(JSON.stringify([events, ai.model.requests[1]?.body])).not.toContain('secret');
    expect(faults).toMatchObject([{ tool: 'broken', toolCallId: 'broken', trace: { runId: 'run-1' } }]);
  });

  test('C5, C8: a tool that does not come back is an error in time, is told to end, and the run goes on', async () => {
    const ai = await start();
    const ended = Promise.withResolvers<void>();
    const slow = tool('slow', (_args, { signal }) => {
      signal.addEventListener('abort', () => ended.resolve());
      return never();
    });
    ai.model.script([{ toolCalls: [callOf('slow')] }, { text: 'On we go.' }]);

    const { events, text } = await answer(ai, ask({ tools: [slow], limits: { ...limits, toolMs: 20 } }));

    await ended.promise;
    expect(text).toBe('On we go.');
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
      { isError: true, result: expect.stringMatching(/did not answer within 1 seconds/) },
    ]);
  });

  test('C5: of a megabyte the model and the events get the first 64 kB', async () => {
    const ai = await start();
    ai.model.script([{ toolCalls: [callOf('huge')] }, { text: 'Much.' }]);

    const huge = tool('huge', async () => ok('x'.repeat(1024 * 1024)));
    const { events } = await answer(ai, ask({ tools: [huge] }));

    const [finished] = eventsOf(events, 'tool-call-finished');
    expect(String(finished?.result)).toMatch(/^x{65536}\n\[cut: 983040 more characters\]$/);
    expect(ai.model.requests[1]?.turns.find(({ role }) => role === 'tool')?.text).toBe(finished?.result);
  });

  test('C1: ids that come twice or not at all are made unique', async () => {
    const ai = await start();
    ai.model.script([
      { toolCalls: [callOf('note', 'same')] },
      { toolCalls: [callOf('note', 'same')] },
      { text: '.' },
    ]);

    const { events } = await answer(ai, ask({ tools: [tool('note', async () => ok(1))] }));

    const started = eventsOf(events, 'tool-call-started');
    expect(started.map(({ toolCallId }) => toolCallId)).toEqual(['same', 'call_2_1']);
    expect(eventsOf(events, 'tool-call-finished')).toHaveLength(2);
  });

  test('C1: in the last step the model has to answer without tools', async () => {
    const ai = await start();
    ai.model.script([{ toolCalls: [callOf('note')] }, { text: 'What I know is this.' }]);

    const note = tool('note', async () => ok(1));
    const { outcome } = await answer(ai, ask({ tools: [note], limits: { ...limits, steps: 2 } }));

    expect(ai.model.requests.map(({ body }) => body['tool_choice'])).toEqual([undefined, 'none']);
    expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
  });

  test('C1: a model that calls on past the last step ends by the limit, and nothing is carried out', async () => {
    const ai = await start();
    const done: unknown[] = [];
    ai.model.script({ text: 'Once more.', toolCalls: [callOf('note')] });

    const note = tool('note', async (args) => ok(done.push(args)));
    const { events, outcome } = await answer(ai, ask({ tools: [note], limits: { ...limits, steps: 1 } }));

    expect(outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ isError: true }]);
    expect(done).toEqual([]);
  });

  test('C1: calls beyond the limit are refused, and the answer says that it was limited', async () => {
    const ai = await start();
    const calls = [callOf('note', 'a'), callOf('note', 'b'), callOf('note', 'c')];
    ai.model.script([{ toolCalls: calls }, { text: 'From two of three.' }]);

    const note = tool('note', async () => ok(1));
    const { events, outcome } = await answer(ai, ask({ tools: [note], limits: { ...limits, toolCalls: 2 } }));

    const isError = new Map(
      eventsOf(events, 'tool-call-finished').map((event) => [event.toolCallId, event.isError]),
    );
    expect(isError).toEqual(
      new Map([
        ['a', false],
        ['b', false],
        ['c', true],
      ]),
    );
    expect(outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(ai.model.requests[1]?.body['tool_choice']).toBe('none');
  });

  test('C5: no model is asked once the tokens are spent, those of earlier processes counted', async () => {
    const ai = await start();
    const usage = { inputTokens: 40, outputTokens: 10 };
    ai.model.script({ text: 'One. ', toolCalls: [callOf('note')], usage });
    const note = tool('note', async () => ok('noted'));
    const spare = { ...limits, tokens: 50 };

    const one = await answer(ai, ask({ tools: [note], limits: spare }));
    expect(one.outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(eventsOf(one.events, 'tool-call-finished')).toMatchObject([{ isError: false }]);

    const two = await answer(ai, ask({ limits: spare, spent: usage }));
    expect(two.outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(ai.model.requests).toHaveLength(1);
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
    expect(await ai.model.requests[1]?.outcome).toBe('aborted');
  });

  test('C5, C8: a run that takes too long ends as a failure that says so, with what was said', async () => {
    const ai = await start();
    ai.model.script([{ text: 'Let me see.', toolCalls: [callOf('slow')] }, { text: 'unused' }]);

    const run = ask({ tools: [tool('slow', never)], limits: { ...limits, runMs: 2_000 } });
    const result = await answer(ai, run);

    expect(failureOf(result).error.code).toBe('model_timeout');
    expect(result.text).toBe('Let me see.');
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

  test('C6: calls that need to be allowed end the run as waiting, after the others of the step, and are carried out when it goes on', async () => {
    const ai = await start();
    const done: unknown[] = [];
    const note = tool('note', async (args) => ok(done.push(args)));
    const guarded = tool('guarded', async (args) => ok(done.push(args)), true);
    const tools = [note, guarded];
    const toolCalls = [callOf('guarded', 'a'), callOf('note', 'b'), callOf('rain', 'c')];
    ai.model.script({ text: 'Let me see.', toolCalls });

    const first = await answer(ai, ask({ tools }));

    expect(first.outcome).toEqual({ status: 'waiting', step: 1, calls: [asked] });
    const started = eventsOf(first.events, 'tool-call-started');
    expect(started.map(({ toolCallId }) => toolCallId)).toEqual(['b', 'c']);
    expect(done).toEqual([{ at: 'b' }]);

    ai.model.script({ text: 'Done.' });
    const refused = { value: 'There is no tool named "rain".', isError: true };
    const calls = [
      { ...asked, result: null, claimed: false },
      { ...asked, toolCallId: 'b', tool: 'note', result: ok(1), claimed: true },
      { ...asked, toolCallId: 'c', tool: 'rain', result: refused, claimed: true },
    ];
    const second = await answer(ai, ask({ tools, done: [{ text: 'Let me see.', calls }] }));

    expect(second.text).toBe('Done.');
    expect(eventsOf(second.events, 'tool-call-started')).toMatchObject([{ step: 1, ...asked }]);
    expect(eventsOf(second.events, 'step-started')).toEqual([{ type: 'step-started', step: 2 }]);
    expect(done).toEqual([{ at: 'b' }, { at: 'a' }]);
    const turns = ai.model.requests[1]?.turns ?? [];
    expect(turns.map(({ text }) => text)).toContain('Let me see.');
    const results = turns.filter(({ role }) => role === 'tool');
    expect(new Map(results.map(({ answersCallId, text }) => [answersCallId, text]))).toEqual(
      new Map([
        ['a', '2'],
        ['b', '1'],
        ['c', '{"error":"There is no tool named \\"rain\\"."}'],
      ]),
    );
  });

  test('B5: goes on after steps that another process made: a claimed call is not announced again, and one whose outcome nobody knows is told so', async () => {
    const ai = await start();
    const done: unknown[] = [];
    const note = tool('note', async (args) => ok(done.push(args)));
    ai.model.script({ text: 'Three notes.' });
    const call = { tool: 'note', result: null, claimed: true };
    const unknown = { value: 'It may or may not have taken effect.', isError: true };
    const earlier = [
      { text: '', calls: [{ ...call, toolCallId: 'z', arguments: { at: 0 }, result: ok('zero') }] },
      {
        text: 'Let me see.',
        calls: [
          { ...call, toolCallId: 'a', arguments: { at: 1 } },
          { ...call, toolCallId: 'b', arguments: { at: 2 }, result: unknown },
          { ...call, toolCallId: 'c', arguments: { at: 3 }, claimed: false },
        ],
      },
    ];

    const { events, text } = await answer(ai, ask({ tools: [note], done: earlier }));

    expect(text).toBe('Three notes.');
    expect(done).toEqual([{ at: 1 }, { at: 3 }]);
    expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ step: 2, toolCallId: 'c' }]);
    expect(eventsOf(events, 'tool-call-finished').map(({ toolCallId }) => toolCallId)).toEqual(['a', 'c']);
    expect(eventsOf(events, 'step-started')).toEqual([{ type: 'step-started', step: 3 }]);
    const results = ai.model.requests[0]?.turns.filter(({ role }) => role === 'tool') ?? [];
    expect(new Map(results.map(({ answersCallId, text }) => [answersCallId, text]))).toEqual(
      new Map([
        ['z', 'zero'],
        ['a', '1'],
        ['b', '{"error":"It may or may not have taken effect."}'],
        ['c', '2'],
      ]),
    );
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
