import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AgentTool } from '../../server/src/ports/agent.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { signUp, trpc } from '../harness/people.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';
import { all, guardedCall, kept, ownerOf } from './support/approvals.ts';

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

const { decide, history, watch } = ownerOf(() => ({ server, token }));

describe('a run that waits', () => {
  /** Makes a bot of the operator's. */
  const makeBot = async (doubleTexting: string): Promise<string> => {
    const id = randomUUID();
    const data = { id, name: 'Test', config: { instructions: 'Be a test.', doubleTexting } };
    await asSystem(server, (tx) => tx.bot.create({ data }));
    return id;
  };
  const ended = { type: 'run-finished', status: 'stopped' };
  const notBegun = { result: 'The run ended before this call was carried out.', is_error: true };

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
    expect(await kept(server, runId)).toMatchObject({
      calls: [{ status: 'expired' }],
      approvals: [{ decision: 'expired' }],
    });
    const next = await trpc(server, token).chat.send.mutate({ message: 'Go on', conversationId });
    expect(next.message.run?.status).toBe('completed');
    expect(carriedOut).toEqual([]);
  });

  test('B3, C6: is stopped between two decisions; what was allowed is said not to have been carried out', async () => {
    const calls = [guardedCall('a'), guardedCall('b')];
    const waiting = await startWaiting(server, { token, calls, approvals: 2 });
    const { runId, conversationId } = waiting;
    await decide(waiting, 'approve', 0);
    await call(`${server.url}/api/v1/runs/${runId}/stop`, { method: 'POST', token });
    const events = await all(waiting);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(events.slice(-3).map(({ data }) => data)).toMatchObject([
      { type: 'approval-decided', decision: 'expired' },
      { type: 'tool-call-finished', ...notBegun },
      ended,
    ]);
    expect((await history(conversationId)).at(-1)?.parts).toMatchObject([
      { result: notBegun.result, isError: true, durationMs: 0, approval: { decision: 'approved' } },
      { result: null, approval: { decision: 'expired' } },
    ]);
    expect(await kept(server, runId)).toMatchObject({
      calls: [
        { status: 'failed', result: notBegun.result },
        { status: 'expired', result: null },
      ],
    });
    expect(carriedOut).toEqual([]);
  });

  test('B3, C6: that is stopped before anybody goes on with it carries nothing out, and says so', async () => {
    const waiting = await startWaiting(server, { token });
    const { runId, conversationId } = waiting;
    await asSystem(server, (tx) => tx.run.update({ where: { id: runId }, data: { stopRequested: true } }));
    await decide(waiting, 'approve');
    const events = await all(waiting);
    expect(events.slice(-2).map(({ data }) => data)).toMatchObject([
      { type: 'tool-call-finished', ...notBegun },
      ended,
    ]);
    expect((await history(conversationId)).at(-1)?.parts).toMatchObject([
      { result: notBegun.result, isError: true, approval: { decision: 'approved' } },
    ]);
    expect(await kept(server, runId)).toMatchObject({ calls: [{ status: 'failed' }] });
    expect(carriedOut).toEqual([]);
  });

  test('C2, C6, H4: whose bot is deleted ends as interrupted; what was allowed is not carried out', async () => {
    const { bot } = trpc(server, (await signUp(server)).token);
    const config = { instructions: 'Be a test.', doubleTexting: 'enqueue' as const };
    const { id: botId } = await bot.create.mutate({ name: 'Passing', visibility: 'link', config });
    const waiting = await startWaiting(server, { token, botId });
    const { runId, conversationId } = waiting;
    const body = { message: 'Afterwards', conversation_id: conversationId };
    const next = await openEvents(`${server.url}/api/v1/chat/stream`, { body, token });
    await bot.delete.mutate({ botId });
    expect((await decide(waiting, 'approve')).status).toBe(200);
    const events = await all(waiting);
    const gone = {
      status: 'interrupted',
      error: { code: 'interrupted', message: 'The bot was deleted before it could answer.' },
    };
    expect(events.slice(-2).map(({ data }) => data)).toMatchObject([
      { type: 'tool-call-finished', ...notBegun },
      { type: 'run-finished', ...gone },
    ]);
    expect((await next.all()).at(-1)?.data).toMatchObject(gone);
    expect((await history(conversationId)).at(1)).toMatchObject({
      parts: [{ result: notBegun.result, approval: { decision: 'approved' } }],
      run: { status: 'interrupted' },
    });
    expect(await kept(server, runId)).toMatchObject({ calls: [{ status: 'failed' }] });
    expect(carriedOut).toEqual([]);
    expect(server.logs.filter(({ msg }) => msg === 'run failed')).toEqual([]);
  });

  test('C6: goes with its conversation', async () => {
    const waiting = await startWaiting(server, { token });
    const { conversationId, runId } = waiting;
    await trpc(server, token).conversation.delete.mutate({ conversationId });
    expect((await decide(waiting, 'approve')).status).toBe(404);
    expect(await kept(server, runId)).toEqual({ calls: [], approvals: [] });
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
