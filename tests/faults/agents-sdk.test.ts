import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import type { SentEvent } from '../harness/sse.ts';
import { nextApproval } from '../harness/waiting.ts';
import { type Cast, startCast } from './support/cast.ts';
import type { Instance } from './support/instance.ts';
import { answerEach, questionOf } from './support/model.ts';
import { endOf, getRun, idsOf, readToEnd, send, watch } from './support/runs.ts';
import { startToolServer, type ToolServer } from './support/tool-server.ts';

let cast: Cast;
let outside: ToolServer;
beforeEach(async () => {
  outside = await startToolServer();
  cast = await startCast({ instances: 2, env: { TOOL_URL: outside.url } });
});
afterEach(async () => {
  await cast.close();
  await outside[Symbol.asyncDispose]();
});

/** Has the model hand over, call the other agent's tool once, and say what it was told of it. */
function handOverAndPay(): { told: string[]; tools: string }[] {
  const asked: { told: string[]; tools: string }[] = [];
  answerEach(cast.model, (request) => {
    const told = request.turns.filter(({ role }) => role === 'tool').map(({ text }) => text);
    asked.push({ told, tools: JSON.stringify(request.tools) });
    if (told.length === 0) return { toolCalls: [{ id: 'c0', name: 'transfer_to_Billing', arguments: {} }] };
    return told.length === 1
      ? { toolCalls: [{ id: 'c1', name: 'pay', arguments: { text: questionOf(request) } }] }
      : { text: 'So it is' };
  });
  return asked;
}

/** Asks the agent at the first instance, and reads until the run waits. */
async function waiting() {
  const { body } = await call<{ bots: { id: string; name: string }[] }>(`${cast.at(0).url}/api/v1/bots`, {
    token: cast.token,
  });
  const botId = body.bots.find(({ name }) => name === 'agent')?.id;
  const open = await send(cast, cast.at(0), { message: 'Pay', bot_id: botId });
  const seen: SentEvent[] = [];
  const approvalId = await nextApproval(open, seen);
  const { runId } = idsOf(seen);
  await expect.poll(() => getRun(cast, cast.at(1), runId)).toMatchObject({ status: 'waiting_for_approval' });
  return { runId, approvalId };
}

const approve = (at: Instance, { runId, approvalId }: { runId: string; approvalId: string }) =>
  call(`${at.url}/api/v1/runs/${runId}/approve`, {
    body: { approval_id: approvalId, decision: 'approve' },
    token: cast.token,
  });
const calls = (events: readonly SentEvent[], type: SentEvent['type']) =>
  events.filter((event) => event.type === type).map(({ data }) => data['tool_call_id']);

test('C1, C6, B5: kill -9 of every instance while an agent waits: another goes on with the agent that was handed over to, and carries its call out once', async () => {
  const asked = handOverAndPay();
  const run = await waiting();
  await cast.at(0).end('SIGKILL');
  await cast.at(1).end('SIGKILL');
  await cast.at(1).start();
  const decided = await Promise.all([1, 2, 3].map(() => approve(cast.at(1), run)));
  expect(decided.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  const events = await readToEnd(await watch(cast, cast.at(1), run.runId));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(endOf(events)).toMatchObject({ status: 'completed' });
  expect(calls(events, 'tool-call-started')).toEqual(['c0', 'c1']);
  expect(calls(events, 'tool-call-finished')).toEqual(['c0', 'c1']);
  expect(outside.seen).toEqual([{ tool: 'pay', toolCallId: 'c1', arguments: { text: 'Pay' } }]);
  expect(asked.at(-1)?.told).toEqual(['{"assistant":"Billing"}', '{"done":1}']);
  expect(asked.at(-1)?.tools).toContain('"pay"');
  expect(asked.at(-1)?.tools).not.toContain('transfer_to_Billing');
});

test('C1, C6, B5: kill -9 between a call of an agent and its result: it is not carried out again, and the model is told that nobody knows', async () => {
  const asked = handOverAndPay();
  const run = await waiting();
  const release = outside.hold();
  await cast.at(1).end('SIGKILL');
  expect((await approve(cast.at(0), run)).status).toBe(200);
  await expect.poll(() => outside.seen.length, { timeout: 10_000 }).toBe(1);
  await cast.at(0).end('SIGKILL');
  release();
  await cast.at(1).start();
  const events = await readToEnd(await watch(cast, cast.at(1), run.runId));
  expect(endOf(events)).toMatchObject({ status: 'completed' });
  expect(calls(events, 'tool-call-started')).toEqual(['c0', 'c1']);
  expect(asked.at(-1)?.told.at(-1)).toMatch(/may or may not have taken effect/);
  expect(outside.seen).toHaveLength(1);
});
