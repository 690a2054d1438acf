import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { signUp, trpc } from '../harness/people.ts';
import { textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { nextApproval, rememberingTools, startWaiting } from '../harness/waiting.ts';
import { all, finished, guardedCall, kept, ownerOf } from './support/approvals.ts';

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

const { approve, decide, history } = ownerOf(() => ({ server, token }));

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
    expect(await kept(server, runId)).toMatchObject({
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
    expect(await kept(server, runId)).toEqual({
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
    expect(await kept(server, waiting.runId)).toMatchObject({
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
    expect(await kept(server, waiting.runId)).toMatchObject({
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
