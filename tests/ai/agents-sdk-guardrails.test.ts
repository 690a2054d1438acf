import {
  Agent,
  type InputGuardrail,
  type OutputGuardrail,
  ToolGuardrailFunctionOutputFactory,
  tool,
} from '@openai/agents';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answer, eventsOf, failureOf } from './harness.ts';
import { ask, callOf, look, start } from './support/desk.ts';

const trips = async () => ({ tripwireTriggered: true, outputInfo: { quoted: 'the secret' } });

test('C1: an input guardrail that trips ends the run as refused before anything is said', async () => {
  const guardrail: InputGuardrail = { name: 'no secrets', runInParallel: false, execute: trips };
  const ai = await start(new Agent({ name: 'Desk', inputGuardrails: [guardrail] }));

  const result = await answer(ai, ask());

  expect(result.events.slice(0, -1)).toEqual([
    { type: 'guardrail-tripped', step: 1, guardrail: 'no secrets', stage: 'input' },
  ]);
  expect(failureOf(result).error).toEqual({ code: 'refused', message: 'The assistant may not answer this.' });
  expect(JSON.stringify(String(failureOf(result).cause))).not.toContain('the secret');
  expect(ai.model.requests).toEqual([]);
});

test('C1: with an output guardrail nothing of an answer is shown before all of it was checked', async () => {
  let forbidden = true;
  const guardrail: OutputGuardrail = {
    name: 'polite',
    execute: async () => ({ tripwireTriggered: forbidden, outputInfo: null }),
  };
  const ai = await start(new Agent({ name: 'Desk', outputGuardrails: [guardrail], tools: [look] }));
  const scenes = [
    { text: 'I look. ', toolCalls: [callOf('look_up', { order: '7' })] },
    { text: ['Go ', 'away.'] },
  ];
  ai.model.script([...scenes, ...scenes]);

  const refused = await answer(ai, ask());
  expect(refused.text).toBe('I look. ');
  expect(eventsOf(refused.events, 'guardrail-tripped')).toMatchObject([
    { step: 2, guardrail: 'polite', stage: 'output' },
  ]);
  expect(failureOf(refused).error.code).toBe('refused');

  forbidden = false;
  const passed = await answer(ai, ask());
  expect(passed.text).toBe('I look. Go away.');
  expect(passed.outcome).toEqual({ status: 'completed', finishReason: 'stop' });
});

test.each([
  ['allow', null, { order: '7', paid: true }, false],
  ['rejectContent', null, 'Not that one.', true],
  ['throwException', 'tool_input', 'The tool failed.', true],
] as const)(
  'C1, C6: a guardrail of a tool that says %s holds also for a call that was allowed before a restart',
  async (behavior, stage, result, isError) => {
    const checked = tool({
      name: 'look_up',
      description: 'Looks an order up.',
      parameters: z.object({ order: z.string() }),
      needsApproval: async (_context, { order }) => order === '7',
      inputGuardrails: [
        {
          name: 'own orders',
          run: async () => ToolGuardrailFunctionOutputFactory[behavior]('Not that one.'),
        },
      ],
      execute: ({ order }) => ({ order, paid: true }),
    });
    const ai = await start(new Agent({ name: 'Desk', tools: [checked] }));
    const calls = [callOf('look_up', { order: '7' }), { ...callOf('look_up', { order: '8' }), id: 'other' }];
    ai.model.script({ toolCalls: calls });
    const first = await answer(ai, ask());
    if (stage === null) {
      expect(first.outcome).toMatchObject({ status: 'waiting', calls: [{ toolCallId: 'look_up' }] });
      expect(eventsOf(first.events, 'tool-call-started')).toMatchObject([{ toolCallId: 'other' }]);
    } else expect(failureOf(first).error.code).toBe('refused');

    ai.model.script({ text: 'So it is.' });
    const open = {
      toolCallId: 'a',
      tool: 'look_up',
      arguments: { order: '7' },
      result: null,
      claimed: false,
    };
    const second = await answer(ai, ask({ done: [{ text: '', calls: [open] }] }));

    expect(eventsOf(second.events, 'tool-call-finished')).toMatchObject([{ result, isError }]);
    expect(eventsOf(second.events, 'guardrail-tripped').map((event) => event.stage)).toEqual(
      stage === null ? [] : [stage],
    );
    expect(second.outcome.status).toBe(stage === null ? 'completed' : 'failed');
  },
);
