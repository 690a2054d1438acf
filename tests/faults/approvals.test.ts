import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import type { SentEvent } from '../harness/sse.ts';
import { nextApproval } from '../harness/waiting.ts';
import { type Cast, startCast } from './support/cast.ts';
import type { Instance } from './support/instance.ts';
import { answerEach, questionOf, toldAfterQuestion } from './support/model.ts';
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

const UNKNOWN = /may or may not have taken effect/;

/** Has the model call a tool once, with the question as its argument, and say what it was told of it. */
function callOnce(tool: string): string[][] {
  const told: string[][] = [];
  answerEach(cast.model, (request) => {
    const news = toldAfterQuestion(request);
    told.push(news);
    return news.length === 0
      ? { toolCalls: [{ id: 'c1', name: tool, arguments: { text: questionOf(request) } }] }
      : { text: 'So it is' };
  });
  return told;
}

/** Asks the first instance, and reads until the run waits. */
async function waiting() {
  const open = await send(cast, cast.at(0), { message: 'Do it' });
  const seen: SentEvent[] = [];
  const approvalId = await nextApproval(open, seen);
  return { ...idsOf(seen), approvalId, seen };
}

const approve = (at: Instance, { runId, approvalId }: { runId: string; approvalId: string }) =>
  call(`${at.url}/api/v1/runs/${runId}/approve`, {
    body: { approval_id: approvalId, decision: 'approve' },
    token: cast.token,
  });

/** The whole run, as an instance tells of it. */
async function whole(at: Instance, runId: string): Promise<SentEvent[]> {
  const events = await readToEnd(await watch(cast, at, runId));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  return events;
}

const of = (events: readonly SentEvent[], type: SentEvent['type']) =>
  events.filter((event) => event.type === type).map(({ data }) => data);
const isWaiting = (runId: string) =>
  expect.poll(() => getRun(cast, cast.at(1), runId)).toMatchObject({ status: 'waiting_for_approval' });

test('C6, B5: kill -9 of every instance while a run waits: it waits still, and is carried out once when another instance is told so', async () => {
  callOnce('guarded');
  const asked = await waiting();
  await isWaiting(asked.runId);
  await cast.at(0).end('SIGKILL');
  await cast.at(1).end('SIGKILL');
  await cast.at(1).start();
  const reader = await watch(cast, cast.at(1), asked.runId, asked.seen.length);
  await isWaiting(asked.runId);
  const decided = await Promise.all([1, 2, 3].map(() => approve(cast.at(1), asked)));
  expect(decided.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  const rest = await readToEnd(reader);
  expect(endOf(rest)).toMatchObject({ type: 'run-finished', status: 'completed' });
  expect([...asked.seen, ...rest]).toEqual(await whole(cast.at(1), asked.runId));
  expect(outside.seen).toEqual([{ tool: 'guarded', toolCallId: 'c1', arguments: { text: 'Do it' } }]);
});

test('C6, B2: a run that began to wait at one instance is decided at another, and its readers at both see the same', async () => {
  callOnce('guarded');
  const open = await send(cast, cast.at(0), { message: 'Do it' });
  const seen: SentEvent[] = [];
  const approvalId = await nextApproval(open, seen);
  const { runId } = idsOf(seen);
  const there = await watch(cast, cast.at(1), runId);
  await isWaiting(runId);
  expect((await approve(cast.at(1), { runId, approvalId })).status).toBe(200);
  const [here, elsewhere] = await Promise.all([readToEnd(open), readToEnd(there)]);
  expect([...seen, ...here]).toEqual(elsewhere);
  expect(endOf(elsewhere)).toMatchObject({ status: 'completed' });
  expect(outside.seen).toHaveLength(1);
});

test('C6, B5: kill -9 after the decision and before the call was begun: another instance carries it out, once', async () => {
  callOnce('guarded');
  const asked = await waiting();
  await isWaiting(asked.runId);
  await cast.at(1).end('SIGKILL');
  // As every insert of an event does, for a moment: a decision goes through, and whoever wants to go on with the run waits.
  const release = await cast.hold('SELECT FROM runs WHERE id = $1 FOR KEY SHARE', [asked.runId]);
  expect((await approve(cast.at(0), asked)).status).toBe(200);
  await cast.at(0).end('SIGKILL');
  await release();
  expect(outside.seen).toEqual([]);
  await cast.at(1).start();
  const events = await whole(cast.at(1), asked.runId);
  expect(endOf(events)).toMatchObject({ status: 'completed' });
  expect(of(events, 'tool-call-finished')).toMatchObject([{ is_error: false, result: { done: 1 } }]);
  expect(outside.seen).toHaveLength(1);
});

test('C6, B5: kill -9 between a call and its result: it is not carried out again, and the model is told that nobody knows', async () => {
  const told = callOnce('guarded');
  const asked = await waiting();
  await isWaiting(asked.runId);
  const release = outside.hold();
  await cast.at(1).end('SIGKILL');
  expect((await approve(cast.at(0), asked)).status).toBe(200);
  await expect.poll(() => outside.seen.length, { timeout: 10_000 }).toBe(1);
  await cast.at(0).end('SIGKILL');
  release();
  await cast.at(1).start();
  const events = await whole(cast.at(1), asked.runId);
  expect(endOf(events)).toMatchObject({ status: 'completed' });
  expect(of(events, 'tool-call-started')).toHaveLength(1);
  expect(of(events, 'tool-call-finished')).toMatchObject([
    { is_error: true, result: expect.stringMatching(UNKNOWN) },
  ]);
  expect(told.at(-1)?.join('')).toMatch(UNKNOWN);
  expect(outside.seen).toHaveLength(1);
  expect(await cast.sql('SELECT status FROM tool_calls WHERE run_id = $1', [asked.runId])).toEqual([
    { status: 'unknown' },
  ]);
});

test.each(['guarded_again', 'again'])(
  'C6, B5: kill -9 between a call of %s, which may be repeated, and its result: it is carried out again',
  async (tool) => {
    const told = callOnce(tool);
    const release = outside.hold();
    let runId: string;
    if (tool === 'again') {
      const open = await send(cast, cast.at(0), { message: 'Do it' });
      ({ runId } = idsOf([(await open[Symbol.asyncIterator]().next()).value as SentEvent]));
    } else {
      const asked = await waiting();
      ({ runId } = asked);
      await isWaiting(runId);
      await cast.at(1).end('SIGKILL');
      expect((await approve(cast.at(0), asked)).status).toBe(200);
    }
    await expect.poll(() => outside.seen.length, { timeout: 10_000 }).toBe(1);
    await cast.at(0).end('SIGKILL');
    release();
    if (!cast.at(1).isUp) await cast.at(1).start();
    const events = await whole(cast.at(1), runId);
    expect(endOf(events)).toMatchObject({ status: 'completed' });
    expect(of(events, 'tool-call-started')).toHaveLength(1);
    expect(of(events, 'tool-call-finished')).toMatchObject([{ is_error: false, result: { done: 2 } }]);
    expect(told.at(-1)).toContain('{"done":2}');
    expect(outside.seen).toEqual(Array(2).fill({ tool, toolCallId: 'c1', arguments: { text: 'Do it' } }));
  },
);
