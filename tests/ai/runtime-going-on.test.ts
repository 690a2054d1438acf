import { describe, expect, test } from 'vitest';
import { answer, eventsOf } from './harness.ts';
import { runtimes } from './runtimes.ts';
import { callOf, ok, tool } from './support/tools.ts';

const asked = { toolCallId: 'a', tool: 'guarded', arguments: { at: 'a' } };

describe.each(runtimes)('$name', ({ start, ask }) => {
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
});

describe.each(runtimes.filter(({ api }) => api === 'chat_completions'))('$name', ({ start, ask }) => {
  test('C1, C6: what an endpoint wants back with a call goes back with it, also when another process goes on', async () => {
    const ai = await start();
    const extra = { google: { thought_signature: 'c2lnbmF0dXJl' } };
    const note = tool('note', async () => ok('noted'));
    const call = { toolCallId: 'a', tool: 'note', arguments: {}, extra, result: null, claimed: false };
    ai.model.script({ text: 'Done.' });

    const { events } = await answer(ai, ask({ tools: [note], done: [{ text: '', calls: [call] }] }));

    expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ toolCallId: 'a', extra }]);
    expect(JSON.stringify(ai.model.requests[0]?.body)).toContain(
      JSON.stringify({ extra_content: extra }).slice(1, -1),
    );
  });
});
