import { describe, expect, test } from 'vitest';
import type { ToolFault } from '../../server/src/ai/tool-call.ts';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { answer, apis, ask, eventsOf, failureOf, limits, startAi } from './harness.ts';
import { callOf, never, ok, tool } from './support/tools.ts';

describe.each(apis)('the bounds of tools over %s', (api) => {
  test('C5, C8: a tool that does not come back is an error in time, is told to end, and the run goes on', async () => {
    const ai = await startAi(api);
    const ended = Promise.withResolvers<void>();
    const slow = tool('slow', (_args, { signal }) => {
      signal.addEventListener('abort', () => ended.resolve());
      return never();
    });
    ai.model.script([{ toolCalls: [callOf('slow')] }, { text: 'On we go.' }]);

    const { events, text, outcome } = await answer(
      ai,
      ask({ tools: [slow], limits: { ...limits, toolMs: 20 } }),
    );

    await ended.promise;
    expect(text).toBe('On we go.');
    expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
      { isError: true, result: expect.stringMatching(/did not answer within 1 seconds/) },
    ]);
  });

  test('C5, C8: a run that takes too long ends as a failure that says so, with what was said', async () => {
    const ai = await startAi(api);
    ai.model.script([{ text: 'Let me see.', toolCalls: [callOf('slow')] }, { text: 'unused' }]);

    const result = await answer(
      ai,
      ask({ tools: [tool('slow', never)], limits: { ...limits, runMs: 2_000 } }),
    );

    expect(failureOf(result).error.code).toBe('model_timeout');
    expect(result.text).toBe('Let me see.');
  });

  test('C5, F6: no model is asked once the tokens are spent, those of earlier processes counted', async () => {
    const ai = await startAi(api);
    const usage = { inputTokens: 40, outputTokens: 10 };
    const note = tool('note', async () => ok('noted'));
    ai.model.script({ text: 'One. ', toolCalls: [callOf('note')], usage });

    const one = await answer(ai, ask({ tools: [note], limits: { ...limits, tokens: 50 } }));
    expect(one.outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(eventsOf(one.events, 'tool-call-finished')).toMatchObject([{ isError: false }]);

    const two = await answer(ai, ask({ limits: { ...limits, tokens: 50 }, spent: usage }));
    expect(two.outcome).toEqual({ status: 'completed', finishReason: 'limit' });
    expect(ai.model.requests).toHaveLength(1);
  });

  test.each<[string, unknown, unknown]>([
    ['nothing', undefined, null],
    ['a function', () => 'x', null],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['what JSON has no word for', { a: Number.NaN, b: undefined }, { a: null }],
    ['an object that says how it is written', { toJSON: () => [1] }, [1]],
  ])('C5: what gives %s is shown as the model is told', async (_what, value, shown) => {
    const ai = await startAi(api);
    ai.model.script([{ toolCalls: [callOf('odd')] }, { text: 'Odd.' }]);

    const { events } = await answer(ai, ask({ tools: [tool('odd', async () => ok(value))] }));

    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ result: shown, isError: false }]);
    const told = ai.model.requests[1]?.turns.find(({ role }) => role === 'tool')?.text ?? '';
    expect(told === shown || JSON.stringify(shown) === told).toBe(true);
  });

  test.each<[string, AgentTool['execute']]>([
    [
      'throws before it begins',
      () => {
        throw new Error('detail');
      },
    ],
    ['gives no result at all', async () => undefined as never],
    [
      'gives what goes round in circles',
      async () => {
        const round: Record<string, unknown> = {};
        round['round'] = round;
        return ok(round);
      },
    ],
  ])('C5: a tool that %s has failed, and the operator is told', async (_what, execute) => {
    const faults: ToolFault[] = [];
    const ai = await startAi(api, { onToolFault: (fault) => faults.push(fault) });
    ai.model.script([{ toolCalls: [callOf('broken')] }, { text: 'Sorry.' }]);

    const { events, text } = await answer(ai, ask({ tools: [tool('broken', execute)] }));

    expect(text).toBe('Sorry.');
    expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
      { result: 'The tool failed.', isError: true },
    ]);
    expect(faults).toHaveLength(1);
  });

  test('C5: of 50 MB the model and the events get the first 64 kB', async () => {
    const ai = await startAi(api);
    const huge = tool('huge', async () => ok('x'.repeat(50 * 1024 * 1024)));
    ai.model.script([{ toolCalls: [callOf('huge')] }, { text: 'Much.' }]);

    const { events } = await answer(ai, ask({ tools: [huge] }));

    const [finished] = eventsOf(events, 'tool-call-finished');
    expect(String(finished?.result)).toHaveLength(64 * 1024 + '\n[cut: 52363264 more characters]'.length);
    expect(ai.model.requests[1]?.turns.find(({ role }) => role === 'tool')?.text).toBe(finished?.result);
  });
});

describe.each(apis)('calls that need to be allowed over %s', (api) => {
  test('C6: end the run as waiting, after the others of the step, and are carried out when it goes on', async () => {
    const ai = await startAi(api);
    const done: unknown[] = [];
    const note = tool('note', async (args) => ok(done.push(args)));
    const guarded = tool('guarded', async (args) => ok(done.push(args)), true);
    ai.model.script({
      text: 'Let me see.',
      toolCalls: [callOf('guarded', 'a'), callOf('note', 'b'), callOf('rain', 'c')],
    });

    const tools = [note, guarded];
    const first = await answer(ai, ask({ tools }));

    const asked = { toolCallId: 'a', tool: 'guarded', arguments: { at: 'a' } };
    expect(first.outcome).toEqual({ status: 'waiting', step: 1, calls: [asked] });
    expect(eventsOf(first.events, 'tool-call-started').map(({ toolCallId }) => toolCallId)).toEqual([
      'b',
      'c',
    ]);
    expect(done).toEqual([{ at: 'b' }]);

    ai.model.script({ text: 'Done.' });
    const calls = [
      { ...asked, toolCallId: 'b', tool: 'note', result: ok(1), claimed: true },
      { ...asked, result: null, claimed: false },
    ];
    const second = await answer(ai, ask({ tools, done: [{ text: 'Let me see.', calls }] }));

    expect(second.text).toBe('Done.');
    expect(eventsOf(second.events, 'tool-call-started')).toMatchObject([{ step: 1, ...asked }]);
    expect(done).toEqual([{ at: 'b' }, { at: 'a' }]);
  });
});

test('C1, C6: what an endpoint wants back with a call goes back with it, also when another process goes on', async () => {
  const ai = await startAi('chat_completions');
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
