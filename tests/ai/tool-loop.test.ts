import { describe, expect, test } from 'vitest';
import type { ToolFault } from '../../server/src/ai/tool-call.ts';
import type { AgentTool, ToolResult } from '../../server/src/ports/agent.ts';
import { answer, apis, ask, eventsOf, failureOf, limits, startAi } from './harness.ts';

const ok = (value: unknown): ToolResult => ({ value, isError: false });

function tool(name: string, execute: AgentTool['execute']): AgentTool {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  const kind = { idempotent: false, needsApproval: false };
  return { name, description: `The ${name} tool.`, parameters, ...kind, execute };
}

const weather = tool('weather', async (args) => ok({ city: args, sunny: true }));

describe.each(apis)('the tool loop over %s', (api) => {
  test('C1, C5: calls a tool, shows the call, and answers with its result', async () => {
    const ai = await startAi(api);
    ai.model.script([
      { text: 'Let me see.', toolCalls: [{ id: 'call_a', name: 'weather', arguments: { city: 'Köln' } }] },
      { text: 'Sunny.', usage: { inputTokens: 9, outputTokens: 2 } },
    ]);

    const { events, text, outcome } = await answer(ai, ask({ tools: [weather] }));

    expect(text).toBe('Let me see.Sunny.');
    expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
    expect(events.filter(({ type }) => type !== 'text-delta')).toMatchObject([
      { type: 'step-started', step: 1 },
      { type: 'step-finished', step: 1 },
      {
        type: 'tool-call-started',
        step: 1,
        toolCallId: 'call_a',
        tool: 'weather',
        arguments: { city: 'Köln' },
      },
      {
        type: 'tool-call-finished',
        toolCallId: 'call_a',
        result: { city: { city: 'Köln' }, sunny: true },
        isError: false,
        durationMs: expect.any(Number),
      },
      { type: 'step-started', step: 2 },
      { type: 'step-finished', step: 2, usage: { inputTokens: 9, outputTokens: 2 } },
      { type: 'finished' },
    ]);
    expect(ai.model.requests[0]?.tools).toHaveLength(1);
    const turns = ai.model.requests[1]?.turns ?? [];
    const result = turns.find(({ role }) => role === 'tool');
    expect(result).toMatchObject({ answersCallId: 'call_a', text: '{"city":{"city":"Köln"},"sunny":true}' });
    expect(turns.flatMap(({ calls }) => calls.map(({ id }) => id))).toEqual(['call_a']);
    expect(turns.map((turn) => turn.text)).toContain('Let me see.');
  });

  test('C5: carries calls out together; all are announced first, and reported as they finish', async () => {
    const ai = await startAi(api);
    const fastDone = Promise.withResolvers<void>();
    const announced: string[] = [];
    const started: string[][] = [];
    const slow = tool('slow', async () => {
      started.push([...announced]);
      await fastDone.promise;
      return ok('slow');
    });
    const fast = tool('fast', async () => ok('fast'));
    ai.model.script([
      {
        toolCalls: [
          { id: 's', name: 'slow', arguments: {} },
          { id: 'f', name: 'fast', arguments: {} },
        ],
      },
      { text: 'Both.' },
    ]);

    const { events } = await answer(ai, ask({ tools: [slow, fast] }), {
      onEvent: (event) => {
        if (event.type === 'tool-call-started') announced.push(event.toolCallId);
        if (event.type === 'tool-call-finished' && event.toolCallId === 'f') fastDone.resolve();
      },
    });

    expect(started).toEqual([['s', 'f']]);
    expect(eventsOf(events, 'tool-call-finished').map(({ toolCallId }) => toolCallId)).toEqual(['f', 's']);
    const results = ai.model.requests[1]?.turns.filter(({ role }) => role === 'tool') ?? [];
    expect(results.map(({ answersCallId, text }) => [answersCallId, text])).toEqual([
      ['s', 'slow'],
      ['f', 'fast'],
    ]);
  });

  test.each([
    ['arguments that are no JSON', 'weather', '{"city": ', 'The arguments are not a JSON object.'],
    ['arguments that are no object', 'weather', '[1]', 'The arguments are not a JSON object.'],
    ['a tool that is not there', 'rain', '{}', 'There is no tool named "rain".'],
  ])('C5: %s are told to the model, which goes on', async (_name, name, args, message) => {
    const ai = await startAi(api);
    ai.model.script([{ toolCalls: [{ name, arguments: args }] }, { text: 'Sorry.' }]);

    const { events, text } = await answer(ai, ask({ tools: [weather] }));

    expect(text).toBe('Sorry.');
    expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ arguments: args === '{}' ? {} : args }]);
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ result: message, isError: true }]);
    const result = ai.model.requests[1]?.turns.find(({ role }) => role === 'tool');
    expect(JSON.parse(result?.text ?? '')).toEqual({ error: message });
  });

  test('C5: no arguments are an empty object', async () => {
    const ai = await startAi(api);
    const seen: unknown[] = [];
    const note = tool('note', async (args) => ok(seen.push(args)));
    ai.model.script([{ toolCalls: [{ name: 'note', arguments: '' }] }, { text: 'Noted.' }]);

    await answer(ai, ask({ tools: [note] }));

    expect(seen).toEqual([{}]);
  });

  test('C5: a tool that throws is an error in neutral words; the detail goes to the operator', async () => {
    const faults: ToolFault[] = [];
    const ai = await startAi(api, { onToolFault: (fault) => faults.push(fault) });
    const cause = new Error('secret detail');
    const broken = tool('broken', () => Promise.reject(cause));
    ai.model.script([{ toolCalls: [{ id: 'b', name: 'broken', arguments: {} }] }, { text: 'Sorry.' }]);

    const { events, outcome } = await answer(ai, ask({ tools: [broken] }));

    expect(outcome.status).toBe('completed');
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
      { result: 'The tool failed.', isError: true },
    ]);
    expect(JSON.stringify([events, ai.model.requests[1]?.body])).not.toContain('secret');
    expect(faults).toEqual([{ tool: 'broken', toolCallId: 'b', trace: { runId: 'run-1' }, cause }]);
  });

  test('C5: what a tool gives back that is no JSON is its failure', async () => {
    const ai = await startAi(api);
    const odd = tool('odd', async () => ok(10n));
    ai.model.script([{ toolCalls: [{ name: 'odd', arguments: {} }] }, { text: 'Odd.' }]);

    const { events } = await answer(ai, ask({ tools: [odd] }));

    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
      { result: 'The tool failed.', isError: true },
    ]);
  });

  test('C5: a long result is cut, and says so', async () => {
    const ai = await startAi(api);
    const long = tool('long', async () => ok('😀'.repeat(100_000)));
    ai.model.script([{ toolCalls: [{ name: 'long', arguments: {} }] }, { text: 'Long.' }]);

    await answer(ai, ask({ tools: [long] }));

    const text = ai.model.requests[1]?.turns.find(({ role }) => role === 'tool')?.text ?? '';
    expect(text).toMatch(/\[cut: 134464 more characters\]$/);
    expect(text.length).toBeLessThan(66_000);
    expect(text.isWellFormed()).toBe(true);
  });

  test('C1: ids that come twice or not at all are made unique', async () => {
    const ai = await startAi(api);
    const again = { id: 'same', name: 'weather', arguments: {} };
    ai.model.script([{ toolCalls: [again] }, { toolCalls: [again] }, { text: 'Done.' }]);

    const { events } = await answer(ai, ask({ tools: [weather] }));

    expect(eventsOf(events, 'tool-call-started').map(({ toolCallId }) => toolCallId)).toEqual([
      'same',
      'call_2_1',
    ]);
  });

  test('B5: goes on with a step that another process began: what lacks a result is carried out, and announced only if it was not', async () => {
    const ai = await startAi(api);
    const done: string[] = [];
    const note = tool('note', async (args) => ok(done.push(JSON.stringify(args))));
    ai.model.script({ text: 'Three notes.' });
    const call = { tool: 'note', arguments: { at: 1 }, result: null, claimed: true };
    const calls = [
      { ...call, toolCallId: 'a' },
      { ...call, toolCallId: 'b', result: ok('known') },
      { ...call, toolCallId: 'c', claimed: false, arguments: { at: 3 } },
    ];

    const { events, text } = await answer(ai, ask({ tools: [note], done: [{ text: 'Let me see.', calls }] }));

    expect(text).toBe('Three notes.');
    expect(done).toEqual(['{"at":1}', '{"at":3}']);
    expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ step: 1, toolCallId: 'c' }]);
    expect(eventsOf(events, 'tool-call-finished').map(({ toolCallId }) => toolCallId)).toEqual(['a', 'c']);
    const results = ai.model.requests[0]?.turns.filter(({ role }) => role === 'tool') ?? [];
    expect(new Map(results.map(({ answersCallId, text }) => [answersCallId, text]))).toEqual(
      new Map([
        ['a', '1'],
        ['b', 'known'],
        ['c', '2'],
      ]),
    );
  });

  test('C1: in the last step the model has to answer without tools', async () => {
    const ai = await startAi(api);
    ai.model.script([{ toolCalls: [{ name: 'weather', arguments: {} }] }, { text: 'What I know is this.' }]);

    const { outcome } = await answer(ai, ask({ tools: [weather], limits: { ...limits, steps: 2 } }));

    expect(ai.model.requests.map(({ body }) => body['tool_choice'])).toEqual([undefined, 'none']);
    expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
  });

  test('C1: a model that calls on past the last step ends by the limit, and nothing is carried out', async () => {
    const ai = await startAi(api);
    ai.model.script({ text: 'Once more.', toolCalls: [{ name: 'weather', arguments: {} }] });

    const { events, outcome } = await answer(ai, ask({ tools: [weather], limits: { ...limits, steps: 1 } }));

    expect(outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ isError: true }]);
  });

  test('C1: calls beyond the limit are refused, and the answer says that it was limited', async () => {
    const ai = await startAi(api);
    const call = { name: 'weather', arguments: {} };
    ai.model.script([{ toolCalls: [call, call, call] }, { text: 'From two of three.' }]);

    const { events, outcome } = await answer(
      ai,
      ask({ tools: [weather], limits: { ...limits, toolCalls: 2 } }),
    );

    const finished = eventsOf(events, 'tool-call-finished');
    expect(finished.filter(({ isError }) => !isError)).toHaveLength(2);
    expect(finished.filter(({ isError }) => isError)).toHaveLength(1);
    expect(outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(ai.model.requests[1]?.body['tool_choice']).toBe('none');
  });

  test('C1: a call cut off by the length is not carried out', async () => {
    const ai = await startAi(api);
    ai.model.script({ toolCalls: [{ name: 'weather', arguments: '{"city' }], finishReason: 'length' });

    const { events, outcome } = await answer(ai, ask({ tools: [weather] }));

    expect(eventsOf(events, 'tool-call-started')).toEqual([]);
    expect(outcome).toEqual({ status: 'completed', finishReason: 'length' });
  });

  test('C8: a later step that fails leaves the earlier ones told', async () => {
    const ai = await startAi(api);
    ai.model.script([{ toolCalls: [{ name: 'weather', arguments: {} }] }, { fault: { status: 400 } }]);

    const result = await answer(ai, ask({ tools: [weather] }));

    expect(failureOf(result).error.code).toBe('model_failed');
    expect(eventsOf(result.events, 'tool-call-finished')).toHaveLength(1);
    expect(ai.reports.map(({ outcome }) => outcome)).toEqual(['ok', 'model_failed']);
  });
});
