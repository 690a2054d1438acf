import {
  Agent,
  handoff,
  type InputGuardrail,
  type OutputGuardrail,
  RunContext,
  ToolGuardrailFunctionOutputFactory,
  tool,
} from '@openai/agents';
import {
  assistantMessage,
  functionCall,
  modelError,
  modelStream,
  ScriptedModel,
} from '@openai/agents/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AiOptions } from '../../server/src/ai/create-ai.ts';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import {
  type Answer,
  answer,
  ask as askAnyone,
  eventsOf,
  failureOf,
  openAi,
  startAi,
  startRawServer,
} from './harness.ts';

const ask = (overrides: Parameters<typeof askAnyone>[0] = {}) => askAnyone({ runtime: 'desk', ...overrides });
const start = (desk: NonNullable<AiOptions['agents']>[string], options: Partial<AiOptions> = {}) =>
  startAi('chat_completions', { agents: { desk }, ...options });
const callOf = (name: string, args: object = {}) => ({ id: name, name, arguments: { ...args } });
const typesOf = ({ events }: Answer) =>
  events.map(({ type }) => type).filter((type) => type !== 'text-delta');

const look = tool({
  name: 'look_up',
  description: 'Looks an order up.',
  parameters: z.object({ order: z.string() }),
  execute: ({ order }) => ({ order, paid: true }),
});
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

  const { events, text } = await answer(ai, ask({ limits: { ...askAnyone().limits, toolCalls: 0 } }));

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

test('C1: an agent with a model of its own is answered by that one, in the same steps', async () => {
  const model = new ScriptedModel([
    [functionCall('look_up', { order: '7' }, { callId: 'same' })],
    modelStream([
      { type: 'output_text_delta', delta: 'It is ' },
      { type: 'output_text_delta', delta: 'paid.' },
      {
        type: 'response_done',
        response: {
          id: 'r',
          usage: { inputTokens: 5, outputTokens: 2, totalTokens: 7 },
          output: [assistantMessage('It is paid.')],
        },
      },
    ]),
    [assistantMessage('In one piece.')],
    modelError(new Error('secret detail')),
    modelStream([{ type: 'output_text_delta', delta: 'Half' }]),
    modelError(new DOMException('Gone', 'AbortError')),
  ]);
  const ai = await start(new Agent({ name: 'Desk', model, tools: [look] }));

  const first = await answer(ai, ask());
  expect(first.text).toBe('It is paid.');
  expect(eventsOf(first.events, 'tool-call-finished')).toMatchObject([
    { result: { order: '7', paid: true } },
  ]);
  expect(eventsOf(first.events, 'step-finished').at(-1)?.usage).toEqual({ inputTokens: 5, outputTokens: 2 });
  expect(model.lastCall?.request.systemInstructions).toBe('Be brief.');
  expect((await answer(ai, ask())).text).toBe('In one piece.');
  expect(failureOf(await answer(ai, ask())).error.code).toBe('internal');
  const cut = await answer(ai, ask());
  expect(cut.text).toBe('Half');
  expect(failureOf(cut).error.code).toBe('model_failed');
  expect(failureOf(await answer(ai, ask())).error.code).toBe('model_failed');
  expect(ai.model.requests).toEqual([]);
});

test("C1, C2: an agent that names a model of the endpoint gets it; one that names none, the bot's or the configured", async () => {
  const ai = await start(new Agent({ name: 'Desk', model: 'special', modelSettings: { temperature: 0.1 } }));
  const plain = await start(new Agent({ name: 'Desk' }));
  for (const { model } of [ai, plain]) model.script([{ text: '.' }, { text: '.' }]);

  for (const run of [ask(), ask({ model: 'the-bots', temperature: 0.9 })]) {
    await answer(ai, run);
    await answer(plain, run);
  }

  expect(ai.model.requests.map(({ model, body }) => [model, body['temperature']])).toEqual([
    ['special', 0.1],
    ['special', 0.1],
  ]);
  expect(plain.model.requests.map(({ model, body }) => [model, body['temperature']])).toEqual([
    ['default-model', undefined],
    ['the-bots', 0.9],
  ]);
});

test('C1: a structured answer is asked for as one, and a tool can be the answer', async () => {
  const outputType = z.object({ paid: z.boolean() });
  const ai = await start(new Agent({ name: 'Desk', outputType }));
  ai.model.script([{ text: '{"paid":true}' }, { text: 'yes' }]);

  expect((await answer(ai, ask())).text).toBe('{"paid":true}');
  expect(ai.model.requests[0]?.body['response_format']).toMatchObject({
    type: 'json_schema',
    json_schema: { schema: { properties: { paid: { type: 'boolean' } } } },
  });
  expect(failureOf(await answer(ai, ask())).error.code).toBe('model_failed');

  const quick = await start(
    new Agent({ name: 'Desk', tools: [look], toolUseBehavior: 'stop_on_first_tool' }),
  );
  quick.model.script({ toolCalls: [callOf('look_up', { order: '7' })] });
  const { text, outcome } = await answer(quick, ask());
  expect(text).toBe('{"order":"7","paid":true}');
  expect(outcome).toEqual({ status: 'completed', finishReason: 'stop' });
});

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

test('C1: what an endpoint wants back with a call goes back with it, also when another process goes on', async () => {
  const ai = await start(new Agent({ name: 'Desk', tools: [look] }));
  const extra = { google: { thought_signature: 'c2lnbmF0dXJl' } };
  ai.model.script({ text: 'Done.' });
  const call = {
    toolCallId: 'a',
    tool: 'look_up',
    arguments: { order: '7' },
    extra,
    result: null,
    claimed: false,
  };

  const { events } = await answer(ai, ask({ done: [{ text: '', calls: [call] }] }));

  expect(eventsOf(events, 'tool-call-started')).toMatchObject([{ toolCallId: 'a', extra }]);
  expect(JSON.stringify(ai.model.requests[0]?.body)).toContain('"extra_content":{"google"');
});

test('C1: what an endpoint wants back with a call goes back with it in the same run', async () => {
  const bodies: string[] = [];
  const extra = { google: { thought_signature: 'c2lnbmF0dXJl' } };
  const call = { index: 0, id: 'a', function: { name: 'look_up', arguments: '{"order":"7"}' } };
  const chunks = [
    { choices: [{ delta: { tool_calls: [{ ...call, extra_content: extra }] } }] },
    { choices: [{ delta: {}, finish_reason: 'tool_calls' }] },
  ];
  const url = await startRawServer((_request, response, body) => {
    bodies.push(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const done = [{ choices: [{ delta: { content: 'Done.' }, finish_reason: 'stop' }] }];
    const said = bodies.length === 1 ? chunks : done;
    response.end(
      [...said.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((it) => `data: ${it}\n\n`).join(''),
    );
  });
  const agents = { desk: new Agent({ name: 'Desk', tools: [look] }) };

  expect((await answer(openAi(url, 'chat_completions', { agents }), ask())).text).toBe('Done.');
  expect(bodies[1]).toContain(JSON.stringify({ extra_content: extra }).slice(1, -1));
});

test('C1: a name that nothing is registered under, an agent that cannot be made, or a tool that cannot be carried out here fails the run', async () => {
  const ai = await start(() => Promise.reject(new Error('secret detail')));
  expect(failureOf(await answer(ai, ask())).error.code).toBe('internal');
  for (const runtime of ['gone', 'constructor', '__proto__']) {
    expect(failureOf(await answer(ai, ask({ runtime }))).error.code).toBe('model_unavailable');
  }
  const hosted = await start(
    new Agent({ name: 'Desk', tools: [{ type: 'hosted_tool', name: 'web_search', providerData: {} }] }),
  );
  const result = failureOf(await answer(hosted, ask()));
  expect(result.error.code).toBe('internal');
  expect(result.cause).toMatchObject({ cause: { message: expect.stringMatching(/web_search/) } });
  expect(hosted.model.requests).toEqual([]);
});

test('C1: stopped while an agent is made, the run ends at once', async () => {
  const stop = new AbortController();
  const ai = await start(() => {
    stop.abort();
    return new Promise<Agent>(() => {});
  });

  expect((await answer(ai, ask(), { signal: stop.signal })).outcome).toEqual({ status: 'stopped' });
});
