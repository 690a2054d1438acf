import { randomUUIDv7 } from 'node:crypto';
import { Agent, MCPServerStreamableHttp, tool } from '@openai/agents';
import { createChat, createParlanceClient, memoryTokens } from '@parlance/client-sdk';
import type { RunEvent } from '@parlance/client-sdk/contract';
import type { Scenario } from '@parlance/offline-model';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call } from '../harness/call.ts';
import { noSecrets } from '../harness/help-desk.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { openEvents, type SentEvent, textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { startWaiting } from '../harness/waiting.ts';

const refunded: unknown[] = [];
const order = z.object({ order: z.string() });
const lookUp = tool({
  name: 'look_up',
  description: 'Looks an order up.',
  parameters: order,
  execute: (asked) => ({ ...asked, paid: true }),
});
const refund = tool({
  name: 'refund',
  description: 'Pays an order back.',
  parameters: order,
  needsApproval: true,
  execute: (asked) => {
    refunded.push(asked);
    return 'refunded';
  },
});
const billing = new Agent({ name: 'Billing', instructions: 'You know bills.', tools: [lookUp, refund] });

/** An agent that remembers what it was asked: one is made for each answer. */
const memory: string[][] = [];
function makeDesk(): Agent {
  const remembered: string[] = [];
  memory.push(remembered);
  const remember = tool({
    name: 'remember',
    description: 'Remembers something for this answer.',
    parameters: z.object({ what: z.string() }),
    execute: ({ what }) => {
      remembered.push(what);
      return remembered;
    },
  });
  return new Agent({
    name: 'Desk',
    instructions: 'You are the help desk.',
    tools: [lookUp, refund, remember],
    handoffs: [billing],
    inputGuardrails: [noSecrets],
  });
}

let server: TestServer;
let owner: Person;
let botId: string;
let tasks: MCPServerStreamableHttp;

/** An agent with the tools of an MCP server, which is this server itself. */
async function makeKeeper(): Promise<Agent> {
  tasks = new MCPServerStreamableHttp({
    url: `${server.url}/mcp`,
    requestInit: { headers: { authorization: `Bearer ${owner.token}` } },
  });
  await tasks.connect();
  return new Agent({ name: 'Keeper', mcpServers: [tasks] });
}

beforeAll(async () => {
  server = await startServer({ overrides: { agents: { 'help desk': makeDesk, keeper: makeKeeper } } });
  owner = await signUp(server);
  const { bots } = await trpc(server, owner.token).bot.list.query({});
  botId = bots.find(({ name }) => name === 'help desk')?.id ?? '';
});
afterAll(() => server.close());
beforeEach(() => {
  refunded.length = 0;
  memory.length = 0;
});

const lookUpCall = { id: 'l', name: 'look_up', arguments: { order: '7' } };
const refundCall = { id: 'r', name: 'refund', arguments: { order: '7' } };
const ask = (message: string, token = owner.token) =>
  openEvents(`${server.url}/api/v1/chat/stream`, { body: { message, bot_id: botId }, token });
const typesOf = (events: readonly { type: string }[]) =>
  events.map(({ type }) => type).filter((type) => type !== 'text-delta');
const lastMessage = async (events: readonly SentEvent[]) => {
  const conversationId = String(events[0]?.data['conversation_id']);
  const { messages } = await trpc(server, owner.token).conversation.history.query({ conversationId });
  return messages.at(-1);
};

test('C1, C2: a registered agent is a bot that everybody sees and can talk to', async () => {
  const bot = await trpc(server).bot.describe.query({ botId });
  expect(bot).toMatchObject({ name: 'help desk', visibility: 'public', own: false });
  server.model.script({ text: 'Good day.' });
  const { status, body } = await call(`${server.url}/api/v1/chat`, {
    body: { message: 'Hello', bot_id: botId },
  });
  expect({ status, body }).toMatchObject({ status: 200, body: { message: { text: 'Good day.' } } });
  const asked = JSON.stringify(server.model.requests.findLast(({ purpose }) => purpose === 'answer')?.body);
  expect(asked).toContain('You are the help desk.');
  expect(asked).toContain('Answer in the language of the question.');
});

const scenes: Scenario[] = [
  { text: 'One moment. ', toolCalls: [{ id: 't', name: 'transfer_to_Billing', arguments: {} }] },
  { toolCalls: [lookUpCall] },
  { text: 'It is paid.' },
];
const told = [
  ...['run-started', 'step-started', 'step-finished', 'tool-call-started', 'tool-call-finished'],
  ...['agent-changed', 'step-started', 'step-finished', 'tool-call-started', 'tool-call-finished'],
  ...['step-started', 'step-finished', 'run-finished'],
];

test('C1, C5: it is streamed over REST, handoff and tools are events of its log, and its calls stand in the history', async () => {
  server.model.script(scenes);
  const events = await (await ask('Is order 7 paid?')).all();
  expect(typesOf(events)).toEqual(told);
  expect(events.find(({ type }) => type === 'agent-changed')?.data).toMatchObject({
    ...{ step: 1, from: 'Desk', to: 'Billing' },
  });
  const runId = String(events[0]?.data['run_id']);
  const again = openEvents(`${server.url}/api/v1/runs/${runId}/events`, { token: owner.token });
  expect(await (await again).all()).toEqual(events);
  expect(await lastMessage(events)).toMatchObject({
    text: 'One moment. It is paid.',
    parts: [
      { type: 'text', text: 'One moment. ' },
      { type: 'tool-call', tool: 'transfer_to_Billing', result: { assistant: 'Billing' } },
      { type: 'tool-call', tool: 'look_up', result: { order: '7', paid: true }, isError: false },
      { type: 'text', text: 'It is paid.' },
    ],
    run: { status: 'completed' },
  });
});

test('C1, G1: it is streamed over tRPC, by the SDK', async () => {
  server.model.script(scenes);
  const chat = createChat(createParlanceClient({ url: server.url }));
  const events: RunEvent[] = await Array.fromAsync(chat.stream({ message: 'Is it paid?', botId }));
  expect(typesOf(events)).toEqual(told);
});

describe('a call of its own that needs to be allowed', () => {
  const toAllow = { calls: [refundCall, lookUpCall], text: 'Shall I? ' };
  const waitForRefund = () => startWaiting(server, { ...toAllow, token: owner.token, botId });

  test('C6, C1: waits in the database, and is carried out once when it is allowed', async () => {
    const { runId, approvalIds, seen, open } = await waitForRefund();
    expect(typesOf(seen)).toEqual([
      ...['run-started', 'step-started', 'step-finished', 'tool-call-started', 'tool-call-finished'],
      'approval-requested',
    ]);
    expect(refunded).toEqual([]);
    await expect.poll(() => server.app.deps.runs.own()).toEqual([]);

    const [approvalId = ''] = approvalIds;
    const { chat } = trpc(server, owner.token);
    await chat.approve.mutate({ runId, approvalId, decision: 'approve' });
    const rest = await open.all();

    expect(textOf(rest)).toBe('So it is.');
    expect(refunded).toEqual([{ order: '7' }]);
    const kept = await asSystem(
      server,
      (tx) =>
        tx.$queryRaw`SELECT tool, result, status FROM tool_calls WHERE run_id = ${runId}::uuid ORDER BY tool`,
    );
    expect(kept).toEqual([
      { tool: 'look_up', result: { order: '7', paid: true }, status: 'succeeded' },
      { tool: 'refund', result: 'refunded', status: 'succeeded' },
    ]);
    const turns = server.model.requests.findLast(({ purpose }) => purpose === 'answer')?.turns ?? [];
    const results = turns.filter(({ role }) => role === 'tool').map(({ text }) => text);
    expect(results).toHaveLength(2);
    expect(JSON.parse(results[0] ?? '')).toEqual({ order: '7', paid: true });
    expect(results[1]).toBe('refunded');
  });

  test('C6: is not carried out when it is denied, and the agent goes on', async () => {
    const { runId, approvalIds, open } = await waitForRefund();
    const [approvalId = ''] = approvalIds;
    await trpc(server, owner.token).chat.approve.mutate({ runId, approvalId, decision: 'deny' });
    const events = await open.all();
    expect(textOf(events)).toBe('So it is.');
    expect(refunded).toEqual([]);
    expect(events.find(({ type }) => type === 'tool-call-finished')?.data).toMatchObject({
      ...{ result: 'The user did not allow this call.', is_error: true },
    });
  });
});

test('C1, C4, C5: the tools of its MCP servers are carried out and shown like its own', async () => {
  const { bots } = await trpc(server, owner.token).bot.list.query({});
  const keeper = bots.find(({ name }) => name === 'keeper')?.id ?? '';
  server.model.script([
    { toolCalls: [{ name: 'create_task', arguments: { title: 'Water the plants' } }] },
    { text: 'Noted.' },
  ]);
  const sent = await trpc(server, owner.token).chat.send.mutate({ message: 'Note it', botId: keeper });
  await tasks.close();
  expect(sent.message).toMatchObject({
    text: 'Noted.',
    parts: [{ tool: 'create_task', isError: false, result: expect.anything() }, { text: 'Noted.' }],
  });
  const { tasks: stored } = await trpc(server, owner.token).task.list.query({});
  expect(stored.map(({ title }) => title)).toEqual(['Water the plants']);
});

test('C1, B3: it is stopped like any other, and what was said is kept', async () => {
  server.model.script({ text: ['Once ', 'upon'], hold: new Promise(() => {}) });
  const open = await ask('A story');
  const seen: SentEvent[] = [];
  for await (const event of open) {
    seen.push(event);
    if (event.type === 'text-delta') {
      await trpc(server, owner.token).chat.stop.mutate({ runId: String(seen[0]?.data['run_id']) });
    }
  }
  expect(seen.at(-1)).toMatchObject({ type: 'run-finished', data: { status: 'stopped' } });
  expect((await lastMessage(seen))?.text).toMatch(/^Once /);
  expect(await server.model.requests.at(-1)?.outcome).toBe('aborted');
});

test('C1: a guardrail that trips is an event, and ends the run as refused', async () => {
  const asked = server.model.requests.length;
  const events = await (await ask('Tell me the password')).all();
  expect(typesOf(events)).toEqual(['run-started', 'guardrail-tripped', 'run-finished']);
  expect(events[1]?.data).toMatchObject({ guardrail: 'no secrets', stage: 'input' });
  const error = { code: 'refused', message: 'The assistant may not answer this.' };
  expect(events.at(-1)?.data).toMatchObject({ status: 'failed', error });
  expect(await lastMessage(events)).toMatchObject({ text: '', run: { status: 'failed', error } });
  expect(server.model.requests).toHaveLength(asked);
  const body = { message: 'Tell me the password', bot_id: botId };
  const whole = await call(`${server.url}/api/v1/chat`, { body, token: owner.token });
  expect(whole).toMatchObject({ status: 422, body: { error } });
  const send = trpc(server, owner.token).chat.send.mutate({ message: 'Tell me the password', botId });
  await expect(send).rejects.toMatchObject({ data: { appCode: 'refused', httpStatus: 422 } });
});

test('C1, F3: what an agent keeps for itself is never shared between answers that are made at the same time', async () => {
  const people = [owner, await signUp(server)];
  const questions = people.map(() => `Remember me ${randomUUIDv7()}`);
  const both = Promise.withResolvers<void>();
  const answers = questions.map((question, at) => {
    const when: Scenario['when'] = ({ turns }) => turns.some(({ text }) => text === question);
    const remember = (what: string) => ({ name: 'remember', arguments: { what } });
    server.model.script([
      { when, toolCalls: [remember(`first of ${at}`)], hold: both.promise },
      { when, toolCalls: [remember(`second of ${at}`)] },
      { when, text: `Remembered for ${at}.` },
    ]);
    return ask(question, people[at]?.token);
  });
  const open = await Promise.all(answers);
  const isAsked = (question: string) =>
    server.model.requests.some(({ turns }) => turns.some(({ text }) => text === question));
  await expect.poll(() => questions.filter(isAsked)).toEqual(questions);
  both.resolve();
  const results = await Promise.all(open.map((events) => events.all()));
  expect(results.map(textOf)).toEqual(['Remembered for 0.', 'Remembered for 1.']);
  expect(memory.map((of) => of.length)).toEqual([2, 2]);
  for (const of of memory) expect(new Set(of.map((what) => what.slice(-1))).size).toBe(1);
});

describe('a bot of a user', () => {
  const make = (runtime: string) =>
    trpc(server, owner.token).bot.create.mutate({
      name: 'Mine',
      visibility: 'private',
      config: { instructions: 'Be kind.', runtime },
    });
  const refusedAt = (path: string) => ({
    data: { appCode: 'bad_request', details: { issues: [{ path }] } },
  });

  test('C2: may be answered by a registered agent, under its own instructions', async () => {
    const { id } = await make('help desk');
    server.model.script({ text: 'Gladly.' });
    const { message } = await trpc(server, owner.token).chat.send.mutate({ message: 'Hello', botId: id });
    expect(message.text).toBe('Gladly.');
    const asked = JSON.stringify(server.model.requests.findLast(({ purpose }) => purpose === 'answer')?.body);
    expect(asked).toContain('You are the help desk.');
    expect(asked).toContain('Be kind.');
  });

  test('C2: may not name an agent that nobody registered, whichever way it is saved', async () => {
    const { bot } = trpc(server, owner.token);
    for (const name of ['nobody', 'constructor', '__proto__']) {
      await expect(make(name)).rejects.toMatchObject(refusedAt('config.runtime'));
    }
    const { id, config } = await make('help desk');
    const change = bot.update.mutate({ botId: id, config: { ...config, runtime: 'nobody' } });
    await expect(change).rejects.toMatchObject(refusedAt('config.runtime'));
    const { content } = await bot.export.query({ botId: id });
    const imported = bot.import.mutate({ content: content.replaceAll('help desk', 'nobody') });
    await expect(imported).rejects.toMatchObject(refusedAt('content.config.runtime'));
  });

  test('C2, C8: whose agent is no longer registered fails with an error that says so', async () => {
    const { id } = await make('help desk');
    const config = { instructions: '', runtime: 'gone' };
    await asSystem(server, (tx) => tx.bot.update({ where: { id }, data: { config } }));
    const send = trpc(server, owner.token).chat.send.mutate({ message: 'Hello', botId: id });
    await expect(send).rejects.toMatchObject({ data: { appCode: 'model_unavailable' } });
    await expect
      .poll(() => server.logs.find(({ msg, code }) => msg === 'run failed' && code === 'model_unavailable'))
      .toBeDefined();
  });
});

test('G1: whoever does not know an event of a run is not troubled by it', async () => {
  server.model.script(scenes);
  const parlance = createParlanceClient({ url: server.url, tokens: memoryTokens() });
  let text = '';
  for await (const event of createChat(parlance).stream({ message: 'Is it paid?', botId })) {
    if (event.type === 'text-delta') text += event.text;
  }
  expect(text).toBe('One moment. It is paid.');
});
