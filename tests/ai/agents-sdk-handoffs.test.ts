import { Agent, handoff, type InputGuardrail } from '@openai/agents';
import { expect, test } from 'vitest';
import { type Answer, answer, eventsOf, failureOf, limits } from './harness.ts';
import { ask, callOf, look, start } from './support/desk.ts';

const typesOf = ({ events }: Answer) =>
  events.map(({ type }) => type).filter((type) => type !== 'text-delta');

const billing = new Agent({ name: 'Billing', instructions: 'You know bills.', tools: [look] });
const desk = new Agent({ name: 'Desk', instructions: 'You send people on.', handoffs: [billing] });

test('C1, C5: a handoff is told as the call that it is and as the change of the agent; the other agent has its own tools', async () => {
  const ai = await start(desk);
  ai.model.script([
    { text: 'One moment. ', toolCalls: [callOf('transfer_to_Billing')] },
    { toolCalls: [callOf('look_up', { order: '7' })] },
    { text: 'It is paid.' },
  ]);

  const result = await answer(ai, ask());

  expect(result.text).toBe('One moment. It is paid.');
  expect(typesOf(result)).toEqual([
    ...['step-started', 'step-finished'],
    ...['tool-call-started', 'tool-call-finished', 'agent-changed'],
    ...['step-started', 'step-finished', 'tool-call-started', 'tool-call-finished'],
    ...['step-started', 'step-finished', 'finished'],
  ]);
  expect(eventsOf(result.events, 'agent-changed')).toEqual([
    { type: 'agent-changed', step: 1, from: 'Desk', to: 'Billing' },
  ]);
  expect(eventsOf(result.events, 'tool-call-finished')).toMatchObject([
    { result: { assistant: 'Billing' } },
    { result: { order: '7', paid: true } },
  ]);
  const said = ai.model.requests.map(({ body }) => JSON.stringify(body));
  expect(said[0]).toContain('You send people on.');
  expect(said[1]).toContain('You know bills.');
  // What the bot is told, each of its agents is.
  for (const body of said) expect(body).toContain('Be brief.');
  expect(ai.model.requests[1]?.turns.at(-1)).toMatchObject({ text: '{"assistant":"Billing"}' });
});

test('B5: after a handoff another process goes on with the agent that was handed over to, and what it was to be shown', async () => {
  const seen: number[] = [];
  const agent = new Agent({
    name: 'Desk',
    inputGuardrails: [
      {
        name: 'once',
        execute: async () => ({ tripwireTriggered: true, outputInfo: null }),
      } as InputGuardrail,
    ],
    handoffs: [
      handoff(billing, {
        inputFilter: (data) => {
          seen.push(data.inputHistory.length, data.preHandoffItems.length, data.newItems.length);
          return { ...data, preHandoffItems: [] };
        },
      }),
    ],
  });
  const ai = await start(agent);
  ai.model.script({ text: 'It is paid.' });
  const done = { result: { value: 'done', isError: false }, claimed: true };
  const earlier = [
    { text: 'A secret.', calls: [{ ...done, toolCallId: 'n', tool: 'note', arguments: {} }] },
    { text: '', calls: [{ ...done, toolCallId: 't', tool: 'transfer_to_Billing', arguments: {} }] },
    {
      text: '',
      calls: [{ toolCallId: 'l', tool: 'look_up', arguments: { order: '7' }, result: null, claimed: false }],
    },
  ];

  const { events, text } = await answer(ai, ask({ done: earlier }));

  expect(text).toBe('It is paid.');
  expect(seen).toEqual([1, 3, 2]);
  expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ step: 3, tool: 'look_up' }]);
  expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ result: { order: '7', paid: true } }]);
  const body = JSON.stringify(ai.model.requests[0]?.body);
  expect(body).toContain('You know bills.');
  expect(body).not.toContain('A secret.');
  expect(ai.model.requests[0]?.turns.flatMap(({ calls }) => calls.map(({ id }) => id))).toEqual(['t', 'l']);
});

test('C1: a handoff that fails ends the run, and is told of as failed', async () => {
  const broken = handoff(billing, {
    onHandoff: () => {
      throw new Error('secret detail');
    },
  });
  const ai = await start(new Agent({ name: 'Desk', handoffs: [broken] }));
  ai.model.script({ toolCalls: [callOf('transfer_to_Billing')] });

  const result = await answer(ai, ask());

  expect(failureOf(result).error.code).toBe('internal');
  expect(eventsOf(result.events, 'tool-call-finished')).toMatchObject([
    { result: 'The handoff failed.', isError: true },
  ]);
});

test('C1: a handoff beyond the limits is refused', async () => {
  const ai = await start(desk);
  ai.model.script([{ toolCalls: [callOf('transfer_to_Billing')] }, { text: 'I stay.' }]);

  const { events, text } = await answer(ai, ask({ limits: { ...limits, toolCalls: 0 } }));

  expect(text).toBe('I stay.');
  expect(eventsOf(events, 'agent-changed')).toEqual([]);
  expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ isError: true }]);
  expect(ai.model.requests[1]?.body['messages']).toMatchObject([
    {},
    {},
    { tool_calls: [{ function: { name: 'transfer_to_Billing' } }] },
    {},
  ]);
});
