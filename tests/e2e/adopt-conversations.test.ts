import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { asSystem, ownerColumns } from '../harness/one-of-each.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer({ overrides: { tools: rememberingTools().tools } });
});
afterAll(() => server.close());
beforeEach(async () => {
  person = await signUp(server);
});

const guest = () => trpc(server);
const client = (token = person.token) => trpc(server, token);
const begin = async (token?: string): Promise<string> =>
  (await trpc(server, token).chat.send.mutate({ message: 'Hello' })).conversationId;
const adopt = async (conversationIds: string[], token = person.token): Promise<string[]> =>
  (await client(token).conversation.adopt.mutate({ conversationIds })).conversationIds;
const notFound = { data: { appCode: 'not_found' } };

/** Where a guest's conversation still has rows of its own, whatever table they are in. */
async function leftBehind(conversationId: string): Promise<string[]> {
  const tables = [...(await ownerColumns(server))].filter(([, column]) => column === 'owner_id');
  const counts = await asSystem(server, (tx) =>
    Promise.all(
      tables.map(async ([table]): Promise<[string, number]> => {
        const sql = `SELECT count(*)::integer AS count FROM "${table}" WHERE owner_id = $1::uuid`;
        const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(sql, conversationId);
        return [table, row?.count ?? -1];
      }),
    ),
  );
  return counts.filter(([, count]) => count !== 0).map(([table]) => table);
}

/** A guest's conversation with all that one can have: a decided tool call, two answers, a rating, a title. */
async function talk() {
  const waiting = await startWaiting(server);
  const { conversationId, runId, messageId } = waiting;
  const approvalId = waiting.approvalIds[0] ?? '';
  await guest().chat.approve.mutate({ runId, approvalId, decision: 'approve' });
  for await (const _ of waiting.open);
  await (
    await openEvents(`${server.url}/api/v1/chat/regenerate`, {
      body: { conversation_id: conversationId, message_id: messageId },
    })
  ).all();
  await guest().conversation.rename.mutate({ conversationId, title: 'Before I signed in' });
  await guest().conversation.switchBranch.mutate({ conversationId, messageId });
  await guest().chat.feedback.mutate({ conversationId, messageId, rating: 'positive' });
  return { conversationId, runId, messageId };
}

test('A2, F3: what a guest said is the user’s, with all that hangs on it, and its id is no key any more', async () => {
  const { conversationId, runId, messageId } = await talk();
  const asGuest = await guest().conversation.history.query({ conversationId });
  expect(asGuest.messages.at(-1)).toMatchObject({
    rating: 'positive',
    siblingIds: [messageId, expect.anything()],
  });
  expect(await leftBehind(conversationId)).toEqual([
    'approvals',
    'conversations',
    'feedback',
    'messages',
    'run_events',
    'runs',
    'tool_calls',
  ]);

  expect(await adopt([conversationId])).toEqual([conversationId]);

  expect(await leftBehind(conversationId)).toEqual([]);
  const { conversations } = await client().conversation.list.query({});
  expect(conversations).toMatchObject([{ id: conversationId, title: 'Before I signed in' }]);
  expect(await client().conversation.history.query({ conversationId })).toEqual(asGuest);
  const other = asGuest.messages.at(-1)?.siblingIds.find((id) => id !== messageId) ?? '';
  await client().conversation.switchBranch.mutate({ conversationId, messageId: other });
  expect(await client().chat.run.query({ runId })).toMatchObject({ status: 'completed' });
  const events = await fetch(`${server.url}/api/v1/runs/${runId}/events`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  expect(await events.text()).toContain('run-finished');
  expect(await client().chat.send.mutate({ conversationId, message: 'More' })).toMatchObject({
    conversationId,
  });

  const stranger = await signUp(server);
  for (const one of [guest(), client(stranger.token)]) {
    await expect(one.conversation.get.query({ conversationId })).rejects.toMatchObject(notFound);
    await expect(one.chat.run.query({ runId })).rejects.toMatchObject(notFound);
    await expect(one.chat.send.mutate({ conversationId, message: 'Mine?' })).rejects.toMatchObject(notFound);
  }
  const door = await call(`${server.url}/chat`, { body: { message: 'Hello', session_id: conversationId } });
  expect(door.status).toBe(200);
  expect(door.body['session_id']).not.toBe(conversationId);
  expect(await adopt([conversationId], stranger.token)).toEqual([]);
});

test('A2, F3: what is no id, not there or somebody’s is passed over alike, and what is one’s own already counts', async () => {
  const stranger = await signUp(server);
  const [theirs, mine, open] = [await begin(stranger.token), await begin(person.token), await begin()];
  const ids = ['', 'x', randomUUIDv7(), theirs, person.id, mine, open, open.toUpperCase(), open];
  expect(await adopt(ids)).toEqual([mine, open, open.toUpperCase()]);
  expect(await adopt([open])).toEqual([open]);
  expect(await adopt([])).toEqual([]);
  await client(stranger.token).conversation.get.query({ conversationId: theirs });
});

test('A2, F3: names of messages that guest and user both gave are no obstacle', async () => {
  const ids = [];
  for (const _ of [1, 2]) {
    const conversationId = await begin();
    await guest().chat.send.mutate({ conversationId, message: 'Again', clientMessageId: 'm1' });
    ids.push(conversationId);
  }
  await client().chat.send.mutate({ message: 'Hello', clientMessageId: 'm1' });
  expect(await adopt(ids)).toEqual(ids);
});

test('A2, B2: a conversation that is being answered, or that waits, is passed over, and can be had later', async () => {
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const conversationId = await begin();
  server.model.script({
    text: 'At last',
    hold: held.promise,
    when: ({ turns }) => {
      const isIt = turns.at(-1)?.text === 'Take your time';
      if (isIt) asked.resolve();
      return isIt;
    },
  });
  const answering = guest().chat.send.mutate({ conversationId, message: 'Take your time' });
  await asked.promise;
  const waiting = await startWaiting(server);
  const ids = [conversationId, waiting.conversationId];
  expect(await adopt(ids)).toEqual([]);
  held.resolve();
  expect(await answering).toMatchObject({ message: { text: 'At last' } });
  await guest().chat.stop.mutate({ runId: waiting.runId });
  waiting.open.leave();
  expect(await adopt(ids)).toEqual(ids);
});

test('A2, A7: a title that is written meanwhile arrives', async () => {
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  server.model.script({
    purpose: 'title',
    text: 'A late title',
    hold: held.promise,
    when: ({ turns }) => {
      const isIt = turns.some(({ text }) => text === 'A title, please');
      if (isIt) asked.resolve();
      return isIt;
    },
  });
  const { conversationId } = await guest().chat.send.mutate({ message: 'A title, please' });
  await asked.promise;
  expect(await adopt([conversationId])).toEqual([conversationId]);
  held.resolve();
  await expect
    .poll(async () => (await client().conversation.get.query({ conversationId })).title)
    .toBe('A late title');
});

test('A2, F3: a turn that opens at the same moment is the guest’s with its conversation, or is refused', async () => {
  for (let round = 0; round < 20; round++) {
    const conversationId = await begin();
    const [adopted, sent] = await Promise.all([
      adopt([conversationId]),
      guest()
        .chat.send.mutate({ conversationId, message: 'Quickly' })
        .then(
          () => 'answered',
          (error: { data?: { appCode?: string } }) => error.data?.appCode,
        ),
    ]);
    const late = adopted.length === 0 ? await adopt([conversationId]) : adopted;
    expect(late).toEqual([conversationId]);
    const { messages } = await client().conversation.history.query({ conversationId });
    expect([sent, messages.length]).toEqual(sent === 'answered' ? ['answered', 4] : ['not_found', 2]);
    expect(await leftBehind(conversationId)).toEqual([]);
  }
});

test('A2, F3: who is signed out, deactivated, or has a key without the scope adopts nothing', async () => {
  const conversationId = await begin();
  await expect(
    guest().conversation.adopt.mutate({ conversationIds: [conversationId] }),
  ).rejects.toMatchObject({
    data: { appCode: 'unauthorized' },
  });
  const { secret } = await client().auth.createApiKey.mutate({ name: 'key', scopes: ['conversations:read'] });
  await expect(adopt([conversationId], secret)).rejects.toMatchObject({ data: { appCode: 'forbidden' } });
  await guest().conversation.get.query({ conversationId });
});
