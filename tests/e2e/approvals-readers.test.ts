import { randomUUID } from 'node:crypto';
import { createChat, createParlanceClient } from '@parlance/client-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';
import { all, guardedCall, ownerOf } from './support/approvals.ts';

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

const { approve, decide, watch } = ownerOf(() => ({ server, token }));

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
