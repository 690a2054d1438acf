import { Agent, RunContext, tool } from '@openai/agents';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { answer, eventsOf } from './harness.ts';
import { ask, callOf, start } from './support/desk.ts';

test('C1: an agent that is a tool of another is one call; what its model takes is counted', async () => {
  const expert = new Agent({ name: 'Expert', instructions: 'You know.' });
  const agent = new Agent({
    name: 'Desk',
    tools: [expert.asTool({ toolName: 'ask_expert', toolDescription: 'Asks one who knows.' })],
  });
  const ai = await start(agent);
  const usage = { inputTokens: 10, outputTokens: 1 };
  ai.model.script([
    { toolCalls: [callOf('ask_expert', { input: 'Is it?' })], usage },
    { text: 'It is.', usage },
    { text: 'The expert says so.', usage },
  ]);

  const { events, text } = await answer(ai, ask());

  expect(text).toBe('The expert says so.');
  expect(eventsOf(events, 'tool-call-finished')).toMatchObject([{ result: 'It is.', isError: false }]);
  expect(eventsOf(events, 'step-finished').map((event) => event.usage)).toEqual([
    usage,
    { inputTokens: 20, outputTokens: 2 },
  ]);
  expect(ai.reports).toHaveLength(3);
});

test('C6: a tool of an agent that is a tool itself cannot wait: its call is an error, and the run goes on', async () => {
  const guarded = tool({
    name: 'pay',
    description: 'Pays.',
    parameters: z.object({}),
    needsApproval: true,
    execute: () => 'paid',
  });
  const expert = new Agent({ name: 'Expert', tools: [guarded] });
  const ai = await start(
    new Agent({ name: 'Desk', tools: [expert.asTool({ toolName: 'ask_expert', toolDescription: 'Asks.' })] }),
  );
  ai.model.script([
    { toolCalls: [callOf('ask_expert', { input: 'Pay' })] },
    { toolCalls: [callOf('pay')] },
    { text: 'Not done.' },
  ]);

  const { events, text } = await answer(ai, ask());

  expect(text).toBe('Not done.');
  expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
    { result: expect.stringMatching(/cannot wait for approval/), isError: true },
  ]);
});

test('C1: a run brings tools along, and an agent is told which run it is in', async () => {
  const seen: unknown[] = [];
  const who = tool({
    name: 'who',
    description: 'Says who asks.',
    parameters: z.object({}),
    execute: (_args, context) => {
      seen.push(context instanceof RunContext && context.context);
      return 'own';
    },
  });
  const brought = (name: string): AgentTool => ({
    name,
    description: 'Brought.',
    parameters: { type: 'object' },
    idempotent: false,
    needsApproval: false,
    execute: async () => ({ value: 'brought', isError: false }),
  });
  const ai = await start(new Agent({ name: 'Desk', tools: [who] }));
  ai.model.script([{ toolCalls: [callOf('who'), callOf('more-things-1')] }, { text: '.' }]);

  const { events } = await answer(ai, ask({ tools: [brought('who'), brought('more-things-1')] }));

  expect(ai.model.requests[0]?.tools).toHaveLength(2);
  const results = eventsOf(events, 'tool-call-finished').map((event) => [event.toolCallId, event.result]);
  expect(new Map(results as [string, unknown][])).toEqual(
    new Map([
      ['who', 'own'],
      ['more-things-1', 'brought'],
    ]),
  );
  expect(seen).toEqual([{ runId: 'run-1' }]);
});

test('B5: a call of an own tool that was begun is not repeated because a tool of the same name might be', async () => {
  const done: unknown[] = [];
  const note = tool({
    name: 'note',
    description: 'Notes.',
    parameters: z.object({}),
    execute: () => done.push('noted'),
  });
  const other: AgentTool = {
    name: 'note',
    description: 'Notes elsewhere.',
    parameters: { type: 'object' },
    idempotent: true,
    needsApproval: false,
    execute: async () => ({ value: 'brought', isError: false }),
  };
  const ai = await start(new Agent({ name: 'Desk', tools: [note] }));
  ai.model.script({ text: 'Who knows.' });
  const call = { toolCallId: 'a', tool: 'note', arguments: {}, result: null, claimed: true };

  const { events, text } = await answer(ai, ask({ tools: [other], done: [{ text: '', calls: [call] }] }));

  expect(text).toBe('Who knows.');
  expect(done).toEqual([]);
  expect(eventsOf(events, 'tool-call-finished')).toMatchObject([
    { result: expect.stringMatching(/may or may not have taken effect/), isError: true },
  ]);
});
