import { describe, expect, test } from 'vitest';
import type { ToolFault } from '../../server/src/ai/tool-call.ts';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { answer, eventsOf, limits } from './harness.ts';
import { runtimes } from './runtimes.ts';
import { callOf, never, ok, tool } from './support/tools.ts';

describe.each(runtimes)('$name', ({ start, ask }) => {
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

  test('C5: no arguments are an empty object', async () => {
    const ai = await start();
    const seen: unknown[] = [];
    ai.model.script([{ toolCalls: [{ name: 'note', arguments: '' }] }, { text: 'Noted.' }]);

    await answer(ai, ask({ tools: [tool('note', async (args) => ok(seen.push(args)))] }));

    expect(seen).toEqual([{}]);
  });

  test.each<[string, unknown, unknown]>([
    ['nothing', undefined, null],
    ['a function', () => 'x', null],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['what JSON has no word for', { a: Number.NaN, b: undefined }, { a: null }],
    ['an object that says how it is written', { toJSON: () => [1] }, [1]],
  ])('C5: what gives %s is shown as the model is told', async (_what, value, shown) => {
    const ai = await start();
    ai.model.script([{ toolCalls: [callOf('odd')] }, { text: 'Odd.' }]);

    const { events } = await answer(ai, ask({ tools: [tool('odd', async () => ok(value))] }));

    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ result: shown, isError: false }]);
    const told = ai.model.requests[1]?.turns.find(({ role }) => role === 'tool')?.text ?? '';
    expect(told === shown || JSON.stringify(shown) === told).toBe(true);
  });

  test.each<[string, AgentTool['execute']]>([
    ['fails', () => Promise.reject(new Error('secret detail'))],
    [
      'throws before it begins',
      () => {
        throw new Error('secret detail');
      },
    ],
    ['gives no result at all', async () => undefined as never],
    ['gives what is no JSON', async () => ok(10n)],
    [
      'gives what goes round in circles',
      async () => {
        const round: Record<string, unknown> = {};
        round['round'] = round;
        return ok(round);
      },
    ],
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

  test('C5: of a megabyte the model and the events get the first 64 kB, and no half of a character', async () => {
    const ai = await start();
    ai.model.script([{ toolCalls: [callOf('huge')] }, { text: 'Much.' }]);

    const huge = tool('huge', async () => ok(`x${'😀'.repeat(512 * 1024)}`));
    const { events } = await answer(ai, ask({ tools: [huge] }));

    const [finished] = eventsOf(events, 'tool-call-finished');
    expect(String(finished?.result)).toMatch(/^x😀{32767}\n\[cut: 983042 more characters\]$/u);
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
});
