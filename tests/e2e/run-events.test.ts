import { runEventSchema } from '@parlance/client-sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseCodec } from '../../server/src/wire/rest/case.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { signUp, trpc } from '../harness/people.ts';
import { openEvents, type SentEvent, textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer();
  ({ token } = await signUp(server));
});
afterAll(() => server.close());

const stream = (body: object) => openEvents(`${server.url}/api/v1/chat/stream`, { body, token });
const watch = (runId: unknown, after: number) =>
  openEvents(`${server.url}/api/v1/runs/${runId}/events`, {
    token,
    headers: { 'last-event-id': String(after) },
  });

test('B2: the events of a run are numbered from 1 without gaps, and their deltas join to the stored text', async () => {
  server.model.script({
    text: ['One ', 'two ', 'three'],
    paceMs: 30,
    usage: { inputTokens: 4, outputTokens: 3 },
  });
  const open = await stream({ message: 'Count' });
  expect(open.headers.get('content-type')).toContain('text/event-stream');
  const events = await open.all();

  const { decode } = caseCodec(runEventSchema);
  for (const { id, type, data } of events)
    expect(runEventSchema.parse(decode(data))).toMatchObject({ seq: id, type });
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  const started = events[0]?.data;
  expect(events.at(-1)?.data).toMatchObject({
    type: 'run-finished',
    status: 'completed',
    usage: { input_tokens: 4, output_tokens: 3 },
  });
  const { messages } = await trpc(server, token).conversation.history.query({
    conversationId: String(started?.['conversation_id']),
  });
  expect(messages.at(-1)).toMatchObject({ id: started?.['message_id'], text: 'One two three' });
  expect(textOf(events)).toBe('One two three');
});

test('A1, B2: a run is watched from any event on, during the run and after it, and is the same for all', async () => {
  const held = Promise.withResolvers<void>();
  server.model.script({ text: ['One ', 'two ', 'three ', 'four'], paceMs: 20, hold: held.promise });
  const first = await stream({ message: 'Count' });
  const events: SentEvent[] = [];
  for await (const event of first) {
    events.push(event);
    if (events.filter(({ type }) => type === 'text-delta').length === 3) break;
  }
  const runId = events[0]?.data['run_id'];
  const during = await Promise.all(events.map(({ id }) => watch(runId, id)));
  const running = await call(`${server.url}/api/v1/runs/${runId}`, { token });
  expect(running.body).toMatchObject({ id: runId, status: 'running' });
  held.resolve();
  const whole = await (await watch(runId, 0)).all();
  expect(whole.slice(0, events.length)).toEqual(events);
  for (const [at, open] of during.entries()) expect(await open.all()).toEqual(whole.slice(at + 1));
  for (let after = 0; after < whole.length; after += 1) {
    expect(await (await watch(runId, after)).all()).toEqual(whole.slice(after));
  }
  const ended = await call(`${server.url}/api/v1/runs/${runId}`, { token });
  expect(ended.body).toMatchObject({ status: 'completed', text: 'One two three four' });
  expect(textOf(whole)).toBe('One two three four');
});

test('B3: a run is stopped, twice and late too; what it said is kept, and the conversation goes on', async () => {
  server.model.script({ text: ['Half ', 'of it '], hold: new Promise(() => {}) });
  const open = await stream({ message: 'Tell me' });
  const events: SentEvent[] = [];
  for await (const event of open) {
    events.push(event);
    if (event.type !== 'text-delta') continue;
    const stop = () =>
      call(`${server.url}/api/v1/runs/${events[0]?.data['run_id']}/stop`, {
        method: 'POST',
        token,
      });
    const stops = await Promise.all([stop(), stop()]);
    for (const { status, body } of stops) expect([status, body['status']]).toEqual([200, 'stopped']);
    expect((await stop()).body).toMatchObject({ status: 'stopped' });
  }
  expect(events.at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'stopped' });
  const conversationId = String(events[0]?.data['conversation_id']);
  const { messages } = await trpc(server, token).conversation.history.query({ conversationId });
  expect(messages.at(-1)).toMatchObject({ text: textOf(events), run: { status: 'stopped' } });
  expect(textOf(events)).not.toBe('');
  const next = await trpc(server, token).chat.send.mutate({ message: 'Go on', conversationId });
  expect(next.message.run?.status).toBe('completed');
});

test('A1, B2: regenerating answers beside the answer, editing asks beside the question; nothing is lost', async () => {
  const client = trpc(server, token);
  server.model.script([{ text: 'First' }, { text: 'Second' }, { text: 'Third' }]);
  const sent = await client.chat.send.mutate({ message: 'Question' });
  const { conversationId } = sent;
  const history = async () => (await client.conversation.history.query({ conversationId })).messages;
  const branch = (what: 'regenerate' | 'edit', body: object) =>
    openEvents(`${server.url}/api/v1/chat/${what}`, {
      body: { conversation_id: conversationId, ...body },
      token,
    });

  const again = await (await branch('regenerate', { message_id: sent.message.id })).all();
  expect(textOf(again)).toBe('Second');
  expect((await history()).map(({ text }) => text)).toEqual(['Question', 'Second']);
  expect((await history())[1]?.siblingIds).toEqual([sent.message.id, again[0]?.data['message_id']]);

  const edited = await (
    await branch('edit', { message_id: sent.userMessageId, message: 'Other question' })
  ).all();
  expect(textOf(edited)).toBe('Third');
  expect((await history()).map(({ text }) => text)).toEqual(['Other question', 'Third']);

  await client.conversation.switchBranch.mutate({ conversationId, messageId: sent.message.id });
  expect((await history()).map(({ text }) => text)).toEqual(['Question', 'First']);
  const asked = server.model.requests.filter(({ purpose }) => purpose === 'answer').slice(-2);
  for (const request of asked) expect(JSON.stringify(request)).not.toContain('First');
});

test('B2: who stops reading for a while gets all of it in the end', async () => {
  const piece = 'All work and no play makes a long answer. '.repeat(500);
  const pieces = Array.from({ length: 200 }, (_, index) => `${index} ${piece}`);
  server.model.script({ text: pieces });
  const open = await stream({ message: 'Talk' });
  const events: SentEvent[] = [];
  for await (const event of open) {
    if (events.push(event) > 1) continue;
    const runId = event.data['run_id'];
    await expect
      .poll(async () => (await call(`${server.url}/api/v1/runs/${runId}`, { token })).body['status'], {
        timeout: 20_000,
      })
      .toBe('completed');
  }
  expect(textOf(events) === pieces.join('')).toBe(true);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
});

describe('a log that has lost something', () => {
  /** A finished run, and its log without what comes after a number, as a crash of PostgreSQL or time leaves it. */
  async function cutLog(after: number): Promise<{ runId: string; text: string }> {
    const { runId, message } = await trpc(server, token).chat.send.mutate({ message: 'Hello' });
    await asSystem(server, (tx) => tx.runEvent.deleteMany({ where: { runId, seq: { gt: after } } }));
    return { runId, text: message.text };
  }

  test('B2: of a run that ended long ago the message is left: a reset with the text, and the end', async () => {
    const { runId, text } = await cutLog(0);
    for (const after of [0, 2]) {
      const events = await (await watch(runId, after)).all();
      expect(events.map(({ data }) => data)).toEqual([
        { seq: after + 1, type: 'reset', text },
        expect.objectContaining({ seq: after + 2, type: 'run-finished', status: 'completed' }),
      ]);
    }
  });

  test('B2: a reader who knows more than the log is told how things stand', async () => {
    const { runId } = await cutLog(1);
    await asSystem(server, (tx) =>
      tx.run.update({
        where: { id: runId },
        data: { status: 'running', finishedAt: null, leaseUntil: new Date(Date.now() + 60_000) },
      }),
    );
    const open = await watch(runId, 4);
    for await (const { data } of open) {
      expect(data).toEqual({ seq: 1, type: 'reset', text: '' });
      break;
    }
  });

  test('B2: so is one who knows more than the log of a run that has ended', async () => {
    const { runId, message } = await trpc(server, token).chat.send.mutate({ message: 'Hello' });
    const whole = await (await watch(runId, 0)).all();
    const end = whole.at(-1)?.data;
    const events = await (await watch(runId, whole.length + 2)).all();
    expect(events.map(({ data }) => data)).toEqual([
      { seq: whole.length - 1, type: 'reset', text: message.text },
      end,
    ]);
  });
});

test('H6: a server that stops lets another go on with what it has not begun to say, and tells the caller', async () => {
  const stopping = await startServer({ config: { shutdownGraceMs: 0 } });
  const client = trpc(stopping, (await signUp(stopping)).token);
  const asked = Promise.withResolvers<void>();
  stopping.model.script({
    text: 'Never',
    hold: new Promise(() => {}),
    delayMs: 60_000,
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const sending = client.chat.send.mutate({ message: 'Wait' }).catch((error: unknown) => error);
  await asked.promise;
  await stopping.close();
  expect(await sending).toMatchObject({ data: { appCode: 'shutting_down' } });
});
