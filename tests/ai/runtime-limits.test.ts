import { describe, expect, test } from 'vitest';
import { answer, eventsOf, failureOf, limits } from './harness.ts';
import { runtimes } from './runtimes.ts';
import { callOf, never, ok, tool } from './support/tools.ts';

describe.each(runtimes)('$name', ({ start, ask }) => {
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

  test('C5, F6: no model is asked once the tokens are spent, those of earlier processes counted', async () => {
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

  test('C5, C8: a run that takes too long ends as a failure that says so, with what was said', async () => {
    const ai = await start();
    ai.model.script([{ text: 'Let me see.', toolCalls: [callOf('slow')] }, { text: 'unused' }]);

    const run = ask({ tools: [tool('slow', never)], limits: { ...limits, runMs: 2_000 } });
    const result = await answer(ai, run);

    expect(failureOf(result).error.code).toBe('model_timeout');
    expect(result.text).toBe('Let me see.');
  });
});
