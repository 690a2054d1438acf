import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { createChat, createParlanceClient } from '@parlance/client-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { type Answer, call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { signUp, trpc } from '../harness/people.ts';
import { openEvents, type SentEvent, textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { nextApproval, rememberingTools, startWaiting, type Waiting } from '../harness/waiting.ts';

const { tools, carriedOut } = rememberingTools();
let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer({ overrides: { tools } });
  ({ token } = await signUp(server));
});
afterAll(() => server.close());
beforeEach(() => {
  carriedOut.length = 0;
});

const guardedCall = (text: string) => ({ name: 'guarded', arguments: { text } });
const approve = (runId: string, approvalId: unknown, decision: string, more: object = {}): Promise<Answer> =>
  call(`${server.url}/api/v1/runs/${runId}/approve`, {
    body: { approval_id: approvalId, decision, ...more },
    token,
  });
const decide = ({ runId, approvalIds }: Waiting, decision: 'approve' | 'deny', at = 0) =>
  approve(runId, approvalIds[at], decision);
const watch = (runId: string, after = 0) =>
  openEvents(`${server.url}/api/v1/runs/${runId}/events`, {
    token,
    headers: { 'last-event-id': String(after) },
  });
const history = async (conversationId: string) =>
  (await trpc(server, token).conversation.history.query({ conversationId })).messages;
const finished = (events: readonly SentEvent[]) =>
  events.filter(({ type }) => type === 'tool-call-finished').map(({ data }) => data);
const all = async ({ seen, open }: Waiting): Promise<SentEvent[]> => [...seen, ...(await open.all())];

/** What is kept of a run's tool calls and approvals. */
const kept = (runId: string) =>
  asSystem(server, async (tx) => ({
    calls: await tx.$queryRaw`SELECT tool, arguments, result, status, duration_ms IS NOT NULL AS timed
      FROM tool_calls WHERE run_id = ${runId}::uuid ORDER BY arguments ->> 'text'`,
    approvals: await tx.$queryRaw`SELECT tool, arguments, decision, decided_by FROM approvals
      WHERE run_id = ${runId}::uuid ORDER BY id`,
  }));

describe('a call that needs to be allowed', () => {
  test('C6, C5: waits, shows in history, and is carried out once, as it was asked for, when it is allowed', async () => {
    const waiting = await startWaiting(server, { token, text: 'Shall I? ', calls: [guardedCall('x')] });
    const { runId, conversationId, approvalIds } = waiting;
    const [approvalId] = approvalIds;
    const pending = { approvalId, decision: 'pending', expiresAt: expect.any(String) };
    await expect
      .poll(async () => (await history(conversationId)).at(-1))
      .toMatchObject({
        text: 'Shall I? ',
        parts: [
          { type: 'text', text: 'Shall I? ' },
          {
            ...{ type: 'tool-call', tool: 'guarded', arguments: { text: 'x' }, result: null },
            approval: pending,
          },
        ],
        run: { id: runId, status: 'waiting_for_approval' },
      });
    const standing = await call(`${server.url}/api/v1/runs/${runId}`, { token });
    expect(standing.body).toMatchObject({ status: 'waiting_for_approval', finished_at: null });
    expect(server.app.deps.runs.own()).toEqual([]);
    expect(carriedOut).toEqual([]);
    expect(await kept(runId)).toMatchObject({
      calls: [{ status: 'waiting', result: null, timed: false }],
      approvals: [{ tool: 'guarded', arguments: { text: 'x' }, decision: null }],
    });

    const { status, body } = await decide(waiting, 'approve');
    expect({ status, body }).toEqual({
      status: 200,
      body: { run_id: runId, approval_id: approvalId, decision: 'approved', status: 'running' },
    });
    const events = await all(waiting);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(events.map(({ type }) => type)).toEqual([
      ...['run-started', 'step-started', 'text-delta', 'step-finished', 'approval-requested'],
      ...['approval-decided', 'tool-call-started', 'tool-call-finished'],
      ...['step-started', 'text-delta', 'step-finished', 'run-finished'],
    ]);
    expect(carriedOut).toEqual([{ tool: 'guarded', arguments: { text: 'x' } }]);
    const answer = (await history(conversationId)).at(-1);
    expect(answer).toMatchObject({
      text: 'Shall I? So it is.',
      parts: [
        { type: 'text' },
        { result: { done: { text: 'x' } }, isError: false, approval: { ...pending, decision: 'approved' } },
        { type: 'text', text: 'So it is.' },
      ],
      run: { status: 'completed' },
    });
    const { id: userId } = await trpc(server, token)
      .auth.me.query()
      .then(({ user }) => user);
    // The log goes; the record stays.
    await asSystem(server, (tx) => tx.$executeRaw`SELECT run_events_prune(interval '0', 1000)`);
    expect(await kept(runId)).toEqual({
      calls: [
        {
          tool: 'guarded',
          arguments: { text: 'x' },
          result: { done: { text: 'x' } },
          status: 'succeeded',
          timed: true,
        },
      ],
      approvals: [{ tool: 'guarded', arguments: { text: 'x' }, decision: 'approved', decided_by: userId }],
    });
  });

  test('C6: is not carried out when it is denied, and the model is told', async () => {
    const waiting = await startWaiting(server, { token, next: [{ text: 'Then not.' }] });
    expect((await decide(waiting, 'deny')).body).toMatchObject({ decision: 'denied', status: 'running' });
    const events = await all(waiting);
    expect(finished(events)).toMatchObject([{ result: 'The user did not allow this call.', is_error: true }]);
    expect(events.map(({ type }) => type)).not.toContain('tool-call-started');
    expect(textOf(events)).toBe('Then not.');
    expect(carriedOut).toEqual([]);
    const told = server.model.requests.findLast(({ purpose }) => purpose === 'answer')?.turns.at(-1);
    expect(told).toMatchObject({ role: 'tool', text: '{"error":"The user did not allow this call."}' });
    expect(await kept(waiting.runId)).toMatchObject({
      calls: [{ status: 'denied' }],
      approvals: [{ decision: 'denied' }],
    });
    expect((await history(waiting.conversationId)).at(-1)?.parts).toMatchObject([
      { isError: true, approval: { decision: 'denied' } },
      { text: 'Then not.' },
    ]);
  });

  test('C6: of twenty decisions at once one is taken; later ones are refused too', async () => {
    const waiting = await startWaiting(server, { token });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => decide(waiting, at % 2 === 0 ? 'approve' : 'deny')),
    );
    const taken = answers.filter(({ status }) => status === 200);
    expect(taken).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer !== taken[0])) {
      expect([status, body]).toMatchObject([409, { error: { code: 'conflict' } }]);
    }
    const events = await all(waiting);
    expect(events.filter(({ type }) => type === 'approval-decided')).toHaveLength(1);
    expect(carriedOut).toHaveLength(taken[0]?.body['decision'] === 'approved' ? 1 : 0);
    expect((await decide(waiting, 'approve')).status).toBe(409);
    expect(carriedOut.length).toBeLessThanOrEqual(1);
  });

  test('C6, F3: takes an id and a decision, and nothing else', async () => {
    const waiting = await startWaiting(server, { token, calls: [guardedCall('as asked')] });
    const { runId, approvalIds } = waiting;
    for (const more of [{ arguments: { text: 'other' } }, { tool: 'free' }, { tool_call_id: 'x' }]) {
      expect((await approve(runId, approvalIds[0], 'approve', more)).status).toBe(400);
    }
    const bad: [unknown, string][] = [
      [approvalIds[0], 'approved'],
      ['x', 'approve'],
      [null, 'approve'],
    ];
    for (const [id, decision] of bad) expect((await approve(runId, id, decision)).status).toBe(400);
    const forged = { runId, approvalId: approvalIds[0], decision: 'approve', arguments: { text: 'other' } };
    await expect(trpc(server, token).chat.approve.mutate(forged as never)).rejects.toMatchObject({
      data: { appCode: 'bad_request' },
    });
    expect((await decide(waiting, 'approve')).status).toBe(200);
    await all(waiting);
    expect(carriedOut).toEqual([{ tool: 'guarded', arguments: { text: 'as asked' } }]);
  });

  test('C6, F3: is decided by its owner, under its own run', async () => {
    const [one, two] = [await startWaiting(server, { token }), await startWaiting(server, { token })];
    const stranger = await signUp(server);
    const as = async (who: string | undefined, runId: string, approvalId: unknown) => {
      const { status, body } = await call(`${server.url}/api/v1/runs/${runId}/approve`, {
        body: { approval_id: approvalId, decision: 'approve' },
        ...(who !== undefined && { token: who }),
      });
      return { status, code: (body['error'] as { code: string } | undefined)?.code };
    };
    const nowhere = { status: 404, code: 'not_found' };
    expect(await as(token, one.runId, two.approvalIds[0])).toEqual(nowhere);
    expect(await as(token, one.runId, randomUUIDv7())).toEqual(nowhere);
    expect(await as(token, randomUUIDv7(), one.approvalIds[0])).toEqual(nowhere);
    for (const who of [stranger.token, undefined]) {
      expect(await as(who, one.runId, one.approvalIds[0])).toEqual(nowhere);
    }
    await decide(one, 'deny');
    await decide(two, 'deny');
    await Promise.all([all(one), all(two)]);
    expect(carriedOut).toEqual([]);
  });

  test('A2, C6: of an anonymous conversation is decided by whoever knows the run', async () => {
    const waiting = await startWaiting(server);
    const { runId, approvalIds } = waiting;
    const signedIn = await approve(runId, approvalIds[0], 'approve');
    expect(signedIn.status).toBe(404);
    const decided = await trpc(server).chat.approve.mutate({
      runId,
      approvalId: approvalIds[0] ?? '',
      decision: 'approve',
    });
    expect(decided).toMatchObject({ decision: 'approved', status: 'running' });
    expect((await all(waiting)).at(-1)?.data).toMatchObject({ status: 'completed' });
    expect(carriedOut).toHaveLength(1);
  });
});

describe('several calls of one step', () => {
  test('C6: wait for all decisions; what needs none is carried out before', async () => {
    const calls = [guardedCall('a'), { name: 'free', arguments: { text: 'b' } }, guardedCall('c')];
    const waiting = await startWaiting(server, { token, calls, approvals: 2 });
    expect(carriedOut).toEqual([{ tool: 'free', arguments: { text: 'b' } }]);
    expect((await decide(waiting, 'deny', 0)).body).toMatchObject({ status: 'waiting_for_approval' });
    const decisions = async () =>
      (await history(waiting.conversationId))
        .at(-1)
        ?.parts.map((part) => part.type === 'tool-call' && [part.tool, part.approval?.decision]);
    expect(await decisions()).toEqual([
      ['free', undefined],
      ['guarded', 'denied'],
      ['guarded', 'pending'],
    ]);
    expect(carriedOut).toHaveLength(1);
    expect((await decide(waiting, 'approve', 1)).body).toMatchObject({ status: 'running' });
    const events = await all(waiting);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(carriedOut.map(({ arguments: args }) => args)).toEqual([{ text: 'b' }, { text: 'c' }]);
    expect(await decisions()).toEqual([
      ['free', undefined],
      ['guarded', 'denied'],
      ['guarded', 'approved'],
      false,
    ]);
    const last = server.model.requests.findLast(({ purpose }) => purpose === 'answer');
    const results = last?.turns.filter(({ role }) => role === 'tool').map(({ text }) => text);
    expect(results?.toSorted()).toEqual([
      '{"done":{"text":"b"}}',
      '{"done":{"text":"c"}}',
      '{"error":"The user did not allow this call."}',
    ]);
    expect(await kept(waiting.runId)).toMatchObject({
      calls: [{ status: 'denied' }, { status: 'succeeded' }, { status: 'succeeded' }],
    });
  });

  test('B5, C6: a run that waits more often than it may be taken over goes on all the same', async () => {
    const again = Array.from({ length: 5 }, (_, at) => ({ toolCalls: [guardedCall(`again ${at}`)] }));
    const { runId, open, approvalIds } = await startWaiting(server, {
      token,
      next: [...again, { text: 'At last.' }],
    });
    for (let [id] = approvalIds, round = 1; ; round += 1, id = await nextApproval(open)) {
      expect((await approve(runId, id, 'approve')).status).toBe(200);
      if (round === 6) break;
    }
    expect((await open.all()).at(-1)?.data).toMatchObject({ status: 'completed' });
    expect(carriedOut).toHaveLength(6);
  });
});

describe('who reads a run that waits', () => {
  test('B2, C6: sees the same events, whether it came before or after the decision, or began to wait in one piece', async () => {
    const waiting = await startWaiting(server, { token, text: 'Well, ' });
    const { runId, seen } = waiting;
    const during = await Promise.all([0, 1, seen.length].map((after) => watch(runId, after)));
    await decide(waiting, 'approve');
    const whole = await all(waiting);
    for (const [at, after] of [0, 1, seen.length].entries()) {
      expect(await during[at]?.all()).toEqual(whole.slice(after));
    }
    for (let after = 0; after < whole.length; after += 1) {
      expect(await (await watch(runId, after)).all()).toEqual(whole.slice(after));
    }
  });

  test('G1, C6: may be the SDK, whose stream goes on after the decision', async () => {
    const parlance = createParlanceClient({ url: server.url });
    server.model.script([{ text: 'Well, ', toolCalls: [guardedCall('x')] }, { text: 'done.' }]);
    const run = createChat(parlance).stream({ message: 'Do it' });
    let text = '';
    for await (const event of run) {
      if (event.type === 'text-delta') text += event.text;
      if (event.type !== 'approval-requested') continue;
      const { runId } = await run.started;
      await parlance.chat.approve.mutate({ runId, approvalId: event.approvalId, decision: 'approve' });
    }
    expect(text).toBe('Well, done.');
    expect(carriedOut).toHaveLength(1);
  });

  test('A1, C6: gets an answer in one piece that says what it waits for, again too, and then the whole', async () => {
    const id = randomUUID();
    const sendOnce = () =>
      trpc(server, token).chat.send.mutate({ message: 'In one piece', clientMessageId: id });
    server.model.script({ text: 'One moment. ', toolCalls: [guardedCall('x')] });
    const first = await sendOnce();
    expect(first.message).toMatchObject({
      text: 'One moment. ',
      parts: [{ type: 'text' }, { tool: 'guarded', approval: { decision: 'pending' } }],
      run: { status: 'waiting_for_approval' },
    });
    expect(await sendOnce()).toEqual(first);
    const [, part] = first.message.parts;
    const approvalId = part?.type === 'tool-call' ? part.approval?.approvalId : undefined;
    server.model.script({ text: 'Done.' });
    await approve(first.runId, approvalId, 'approve');
    await (await watch(first.runId)).all();
    expect((await sendOnce()).message).toMatchObject({
      text: 'One moment. Done.',
      run: { status: 'completed' },
    });
  });

  test('A2, A3, C6: is told by POST /api/chat what to decide, and by POST /chat what was said', async () => {
    server.model.script({ text: 'One moment.', toolCalls: [guardedCall('x')] });
    const { status, body } = await call(`${server.url}/api/chat`, { body: { message: 'Do it' }, token });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { response: 'One moment.', tool_calls: [{ tool: 'guarded', arguments: { text: 'x' } }] },
    });
    const [{ approval }] = body['tool_calls'] as [{ approval: Record<string, string> }];
    expect(approval).toEqual({
      run_id: expect.any(String),
      approval_id: expect.any(String),
      expires_at: expect.any(String),
    });
    server.model.script({ text: ' Done.' });
    expect((await approve(approval['run_id'] ?? '', approval['approval_id'], 'approve')).status).toBe(200);
    await (await watch(approval['run_id'] ?? '')).all();
    expect(carriedOut).toHaveLength(1);

    server.model.script({ toolCalls: [guardedCall('x')] });
    const session = await call(`${server.url}/chat`, { body: { message: 'Do it' }, token });
    expect(session).toMatchObject({ status: 200, body: { response: 'This waits until you allow it.' } });
  });
});

describe('a run that waits', () => {
  /** Makes a bot of the operator's. */
  const makeBot = async (doubleTexting: string): Promise<string> => {
    const id = randomUUID();
    const data = { id, name: 'Test', config: { instructions: 'Be a test.', doubleTexting } };
    await asSystem(server, (tx) => tx.bot.create({ data }));
    return id;
  };
  const ended = { type: 'run-finished', status: 'stopped' };

  test('B3, C6: is stopped at once; its calls have expired, and the conversation goes on', async () => {
    const waiting = await startWaiting(server, { token, text: 'Shall I?' });
    const { runId, conversationId } = waiting;
    const stopped = await call(`${server.url}/api/v1/runs/${runId}/stop`, { method: 'POST', token });
    expect(stopped.body).toMatchObject({ status: 'stopped' });
    const events = await all(waiting);
    expect(events.slice(-2).map(({ data }) => data)).toMatchObject([
      { type: 'approval-decided', decision: 'expired' },
      ended,
    ]);
    expect(await (await watch(runId)).all()).toEqual(events);
    expect((await decide(waiting, 'approve')).status).toBe(409);
    expect((await history(conversationId)).at(-1)).toMatchObject({
      text: 'Shall I?',
      parts: [{ type: 'text' }, { result: null, approval: { decision: 'expired' } }],
      run: { status: 'stopped' },
    });
    expect(await kept(runId)).toMatchObject({
      calls: [{ status: 'expired' }],
      approvals: [{ decision: 'expired' }],
    });
    const next = await trpc(server, token).chat.send.mutate({ message: 'Go on', conversationId });
    expect(next.message.run?.status).toBe('completed');
    expect(carriedOut).toEqual([]);
  });

  test('C6: goes with its conversation', async () => {
    const waiting = await startWaiting(server, { token });
    const { conversationId, runId } = waiting;
    await trpc(server, token).conversation.delete.mutate({ conversationId });
    expect((await decide(waiting, 'approve')).status).toBe(404);
    expect(await kept(runId)).toEqual({ calls: [], approvals: [] });
    expect((await waiting.open.all()).at(-1)?.data).toMatchObject({
      type: 'run-finished',
      status: 'interrupted',
    });
    expect(carriedOut).toEqual([]);
  });

  test('B6, C6: refuses another message, and names itself', async () => {
    const waiting = await startWaiting(server, { token, botId: await makeBot('reject') });
    const { conversationId, runId } = waiting;
    const refused = await call(`${server.url}/api/v1/chat`, {
      body: { message: 'And?', conversation_id: conversationId },
      token,
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'run_active', details: { run_id: runId } } },
    });
    expect((await decide(waiting, 'approve')).status).toBe(200);
    expect((await all(waiting)).at(-1)?.data).toMatchObject({ status: 'completed' });
  });

  test('B6, C6: is interrupted by another message', async () => {
    const waiting = await startWaiting(server, {
      token,
      botId: await makeBot('interrupt'),
      next: [{ text: 'And this.' }],
    });
    const { conversationId } = waiting;
    const next = await trpc(server, token).chat.send.mutate({ message: 'Instead', conversationId });
    expect(next.message.run?.status).toBe('completed');
    expect((await all(waiting)).at(-1)?.data).toMatchObject(ended);
    expect(carriedOut).toEqual([]);
  });

  test('B6, C6: is stopped, and the message that waits behind it is answered', async () => {
    const waiting = await startWaiting(server, { token, botId: await makeBot('enqueue') });
    const { conversationId, runId } = waiting;
    const body = { message: 'Afterwards', conversation_id: conversationId };
    const next = await openEvents(`${server.url}/api/v1/chat/stream`, { body, token });
    const { value: started } = await next[Symbol.asyncIterator]().next();
    const queued = await call(`${server.url}/api/v1/runs/${started?.data['run_id']}`, { token });
    expect(queued.body).toMatchObject({ status: 'queued' });
    await call(`${server.url}/api/v1/runs/${runId}/stop`, { method: 'POST', token });
    expect((await next.all()).at(-1)?.data).toMatchObject({ status: 'completed' });
    expect((await all(waiting)).at(-1)?.data).toMatchObject(ended);
  });
});

test('B3, C6: a stop that was asked for while the run still ran, and of which no notice came, ends it when it would wait', async () => {
  const asked = Promise.withResolvers<void>();
  const stopping: AgentTool = {
    ...{ name: 'stopping', description: 'Stops.', parameters: { type: 'object' } },
    ...{ idempotent: false, needsApproval: false },
    execute: async () => {
      await asSystem(quiet, (tx) => tx.run.updateMany({ data: { stopRequested: true } }));
      asked.resolve();
      return { value: 'asked', isError: false };
    },
  };
  await using quiet = await startServer({ overrides: { tools: [...tools, stopping] } });
  const waiting = await startWaiting(quiet, {
    calls: [{ name: 'stopping', arguments: {} }, guardedCall('x')],
  });
  await asked.promise;
  const events = await all(waiting);
  expect(events.slice(-2).map(({ data }) => data)).toMatchObject([
    { type: 'approval-decided', decision: 'expired' },
    { type: 'run-finished', status: 'stopped' },
  ]);
  const { status } = await call(`${quiet.url}/api/v1/runs/${waiting.runId}/approve`, {
    body: { approval_id: waiting.approvalIds[0], decision: 'approve' },
  });
  expect(status).toBe(409);
  expect(carriedOut).toEqual([]);
});

test('C6: a run whose bot is deleted while it waits ends when it is decided', async () => {
  const client = trpc(server, token);
  const bot = await client.bot.create.mutate({ name: 'Short-lived', config: { instructions: 'Be brief.' } });
  const waiting = await startWaiting(server, { token, botId: bot.id });
  await client.bot.delete.mutate({ botId: bot.id });
  expect((await decide(waiting, 'approve')).status).toBe(200);
  expect((await all(waiting)).at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'failed' });
  expect(carriedOut).toEqual([]);
});

test('C6: nobody decides in time: the call has expired, the model is told, and the run goes on', async () => {
  await using hasty = await startServer({
    config: { approvalTimeoutMs: 1, runLeaseMs: 1_000 },
    overrides: { tools },
  });
  const waiting = await startWaiting(hasty, { next: [{ text: 'Too late.' }] });
  const events = await all(waiting);
  expect(events.find(({ type }) => type === 'approval-decided')?.data).toMatchObject({ decision: 'expired' });
  expect(finished(events)).toMatchObject([{ is_error: true, result: 'Nobody allowed this call in time.' }]);
  expect(events.at(-1)?.data).toMatchObject({ status: 'completed' });
  expect(textOf(events)).toBe('Too late.');
  expect(carriedOut).toEqual([]);
});

test('C6: a decision that comes too late is refused, and lets the run go on', async () => {
  await using slow = await startServer({
    // Nobody looks for what has expired in the time of this test.
    config: { approvalTimeoutMs: 1, runLeaseMs: 3_600_000 },
    overrides: { tools },
  });
  const waiting = await startWaiting(slow, { next: [{ text: 'Too late.' }] });
  const { runId, approvalIds } = waiting;
  const late = await call(`${slow.url}/api/v1/runs/${runId}/approve`, {
    body: { approval_id: approvalIds[0], decision: 'approve' },
  });
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  expect((await all(waiting)).at(-1)?.data).toMatchObject({ status: 'completed' });
  expect(carriedOut).toEqual([]);
});
